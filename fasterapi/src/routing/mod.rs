//! Routes, routers, and finding the route of a request.

mod link;
mod methods;
mod mount;
mod mount_service;
mod not_found;
mod route;
mod router;
mod segment;
mod service_route;
mod table;
mod template;
mod tree;
mod url_for;

pub use link::{IntoSegment, Link, LinkParams, Linked, LinkedRoute, Segment, Unknown};
pub(crate) use methods::allow;
pub(crate) use mount::{Inside, Mount, MountParams, Mounted, Prefix, Taken};
pub use mount::{MountTarget, Mountable};
pub use mount_service::RootPath;
pub(crate) use not_found::{invalid_host, method_not_allowed, not_found, slash_redirect};
pub use route::Route;
pub use router::Router;
pub(crate) use router::{FlatRoute, flatten};
pub(crate) use table::{Found, Page, Table, TableBuilder, Target};
pub(crate) use template::Template;
pub use url_for::UrlError;
pub(crate) use url_for::{encoded_path, path_for};
