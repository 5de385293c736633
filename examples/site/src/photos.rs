//! Photos that visitors send: a form with several files.

use std::sync::Mutex;

use fasterapi::prelude::*;
use fasterapi::templates::{TemplateResponse, Templates, context};

/// A photo that was sent.
#[model]
pub(crate) struct Photo {
    title: String,
    filename: String,
    /// In bytes.
    size: u64,
}

/// All photos; only what is told of them is kept.
#[derive(Debug, Default)]
pub(crate) struct Album(Mutex<Vec<Photo>>);

impl Album {
    fn photos(&self) -> std::sync::MutexGuard<'_, Vec<Photo>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

pub(crate) fn router() -> Router {
    Router::new()
        .prefix("/photos")
        .tags(["photos"])
        .routes(routes![album, add])
}

#[get("/", include_in_schema = false)]
async fn album(request: &Request, templates: State<Templates>, album: State<Album>) -> TemplateResponse {
    let photos = album.photos().clone();
    templates.response(request, "photos.html", context! { photos })
}

/// Add photos
///
/// Sends the browser back to the album.
#[post("/", status_code = 303)]
async fn add(
    request: &Request,
    #[form(min_length = 1, max_length = 100)] title: String,
    files: Vec<UploadFile>,
    album: State<Album>,
) -> Result<Redirect, HttpError> {
    let link = request
        .link(url!(self::album))
        .map_err(|error| HttpError::not_found(error.to_string()))?;
    let photo = |file: &UploadFile| Photo {
        title: title.clone(),
        filename: file.filename().to_owned(),
        size: file.size(),
    };
    album.photos().extend(files.iter().map(photo));
    Ok(Redirect::to(link.to_string()).status(StatusCode::SEE_OTHER))
}
