//! Swagger UI and ReDoc, served from inside the binary: no CDN, no inline script or style, any prefix.

mod assets;
mod config;
mod html;
mod pages;

pub use config::DocsAssets;
pub(crate) use config::DocsConfig;
pub(crate) use pages::DocsPages;
