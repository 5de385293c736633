//! Files, and answers that hold what a client wants them to hold.

use std::path::PathBuf;

use fasterapi::prelude::*;

/// The folder of the files.
#[derive(Debug)]
struct Folder(PathBuf);

#[model]
struct Pair {
    name: String,
    value: String,
}

#[post("/answer/header")]
async fn header(pair: Pair) -> Response {
    Response::new("a body").header(pair.name.as_str(), pair.value.as_str())
}

#[post("/answer/parts")]
async fn parts(pair: Pair, response: &mut ResponseParts) -> &'static str {
    response.set_header(pair.name.as_str(), pair.value.as_str());
    "a body"
}

#[post("/answer/error")]
async fn error(pair: Pair) -> HttpError {
    HttpError::unauthorized("no").header(pair.name.as_str(), pair.value.as_str())
}

#[post("/answer/redirect")]
async fn redirect(pair: Pair) -> Redirect {
    Redirect::to(pair.value)
}

#[post("/answer/media-type")]
async fn media_type(pair: Pair) -> Response {
    Response::new("a body").media_type(&pair.value)
}

#[post("/answer/cookie")]
async fn cookie(pair: Pair) -> Response {
    Response::new("a body").cookie(Cookie::new(pair.name, pair.value))
}

#[post("/answer/cookie-path")]
async fn cookie_path(pair: Pair) -> Response {
    Response::new("a body").cookie(Cookie::new("name", "value").path(pair.value.as_str()))
}

#[post("/answer/cookie-domain")]
async fn cookie_domain(pair: Pair) -> Response {
    Response::new("a body").cookie(Cookie::new("name", "value").domain(pair.value))
}

#[post("/answer/filename")]
async fn filename(pair: Pair, folder: State<Folder>) -> FileResponse {
    FileResponse::new(folder.0.join("file.bin")).filename(pair.value)
}

#[get("/file")]
async fn file(folder: State<Folder>) -> FileResponse {
    FileResponse::new(folder.0.join("file.bin"))
}

pub(super) fn add(app: App, folder: PathBuf) -> App {
    app.mount("/static", StaticFiles::new(folder.clone()))
        .state(Folder(folder))
        .routes(routes![
            header,
            parts,
            error,
            redirect,
            media_type,
            cookie,
            cookie_path,
            cookie_domain,
            filename,
            file
        ])
}
