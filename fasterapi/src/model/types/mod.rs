//! Types for what text often stands for: addresses, secrets, bytes, JSON inside a string.
//!
//! Each is read, refused and documented as pydantic's type of that meaning is. Types of other crates that need no
//! wrapper are models themselves: `std::net`'s addresses, `url::Url`, `ipnet`'s networks.

mod addresses;
mod base64;
mod byte_string;
#[cfg(feature = "jiff")]
mod duration;
mod email;
mod email_syntax;
mod given;
#[cfg(feature = "ipnet")]
mod interfaces;
#[cfg(feature = "jiff")]
pub(in crate::model) mod iso;
mod json;
#[cfg(feature = "ipnet")]
mod networks;
#[cfg(feature = "jiff")]
mod past_future;
mod patch;
mod secret;
#[cfg(feature = "jiff")]
mod time;
#[cfg(feature = "url")]
mod urls;
#[cfg(feature = "uuid")]
mod uuid_versions;

pub use base64::{Base64Bytes, EncodedBytes};
pub use byte_string::ByteString;
#[cfg(feature = "jiff")]
pub use duration::Duration;
pub use email::{Email, InvalidEmail, NameEmail};
pub use given::Given;
#[cfg(feature = "ipnet")]
pub use interfaces::{InvalidInterface, IpInterface, Ipv4Interface, Ipv6Interface};
#[cfg(feature = "jiff")]
pub use iso::{Iso, Temporal};
pub use json::Json;
#[cfg(feature = "jiff")]
pub use past_future::{Future, Instant, Past};
pub use patch::Patch;
pub use secret::SecretString;
#[cfg(feature = "jiff")]
pub use time::Time;
#[cfg(feature = "url")]
pub use urls::{HttpUrl, InvalidUrl, WebsocketUrl};
#[cfg(feature = "uuid")]
pub use uuid_versions::{InvalidUuid, Uuid1, Uuid3, Uuid4, Uuid5, Uuid6, Uuid7, Uuid8, UuidOf};
