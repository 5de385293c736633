//! A place for files.
//!
//! | file | what is in it |
//! |---|---|
//! | [`store`] | the folder, and what is known of each file in it |
//! | [`files`] | handlers that keep, list, send and remove files |
//! | [`text`] | handlers that read an upload without keeping it |
//! | `form.html` | the form a browser sees at `/` |

pub mod files;
pub mod store;
pub mod text;

use std::path::Path;

use fasterapi::prelude::*;
use fasterapi::request::FormLimits;
use store::Store;

/// The largest upload, in bytes: all files of one form together.
pub const MOST: u64 = 100 * 1024 * 1024;

#[get("/", include_in_schema = false)]
async fn form() -> Html<&'static str> {
    Html(include_str!("form.html"))
}

/// The app, which keeps files in `folder`.
///
/// # Errors
/// When the folder is not there and cannot be made.
pub fn app(folder: impl AsRef<Path>) -> fasterapi::Result<App> {
    let app = App::new()
        .title("Upload")
        .version("1.0.0")
        .description("A place for files.")
        .form_limits(FormLimits::new().max_files(20).max_total_size(MOST))
        .state(Store::open(folder.as_ref())?)
        .routes(routes![form, text::count, text::count_stream])
        .include(files::router().prefix("/files").tags(["files"]));
    Ok(app)
}
