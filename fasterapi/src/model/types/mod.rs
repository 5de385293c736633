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

pub use base64::{Base64Bytes, EncodedBytes};
pub use byte_string::ByteString;
#[cfg(feature = "jiff")]
pub use duration::Duration;
pub use email::{Email, InvalidEmail, NameEmail};
pub use given::Given;
pub use json::Json;
#[cfg(feature = "jiff")]
pub use past_future::{Future, Instant, Past};
pub use patch::Patch;
pub use secret::SecretString;
#[cfg(feature = "jiff")]
pub use time::Time;
#[cfg(feature = "url")]
pub use urls::{HttpUrl, InvalidUrl, WebsocketUrl};
