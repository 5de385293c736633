//! Handlers that keep, list, send and remove files.

use fasterapi::prelude::*;

use crate::store::{Kept, Store};

/// What can go wrong.
#[derive(Debug, ApiError)]
pub enum FileError {
    /// There is no such file.
    #[error(status_code = 404, detail = "There is no file {0}")]
    Missing(u64),
    /// The disk failed; the log says how.
    #[error(status_code = 500)]
    Disk(#[from] std::io::Error),
}

/// Keep files
///
/// All files of one form share its note.
#[post("/", status_code = 201, response_description = "What was kept")]
async fn keep_files(
    #[file(description = "One file or several")] files: Vec<UploadFile>,
    #[form(max_length = 200)] note: Option<String>,
    store: State<Store>,
) -> Result<Vec<Kept>, FileError> {
    let mut kept = Vec::new();
    for file in &files {
        kept.push(store.keep(file, note.clone()).await?);
    }
    Ok(kept)
}

/// List the files
#[get("/")]
async fn list_files(store: State<Store>) -> Vec<Kept> {
    store.all()
}

/// Send one file
#[get("/{file_id}")]
async fn send_file(file_id: u64, store: State<Store>) -> Result<FileResponse, FileError> {
    let kept = store.find(file_id).ok_or(FileError::Missing(file_id))?;
    let file = FileResponse::new(store.path(file_id));
    // what a client says it is may be a page with scripts: it is saved, never shown
    Ok(file.media_type("application/octet-stream").filename(kept.name))
}

/// Remove one file
#[delete("/{file_id}", status_code = 204)]
fn remove_file(file_id: u64, store: State<Store>) -> Result<(), FileError> {
    if store.remove(file_id)? {
        Ok(())
    } else {
        Err(FileError::Missing(file_id))
    }
}

/// The handlers.
pub fn router() -> Router {
    Router::new().routes(routes![keep_files, list_files, send_file, remove_file])
}
