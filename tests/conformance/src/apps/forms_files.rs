//! Forms and files in one request, and a form model with files.

use fasterapi::prelude::*;

#[model]
struct Post {
    title: String,
    #[field(default = 0)]
    stars: i64,
    cover: UploadFile,
    #[field(default)]
    extras: Vec<UploadFile>,
}

#[post("/send/{box}")]
async fn send(
    r#box: i64,
    #[file] thumb: Vec<u8>,
    #[file] doc: UploadFile,
    #[form(max_length = 5)] token: String,
    #[form(default = 1)] copies: i64,
) -> Value {
    json!({"box": r#box, "thumb": thumb.len(), "doc": doc.content_type(), "token": token, "copies": copies})
}

#[post("/post", name = "post")]
async fn post_it(#[form(media_type = "multipart/form-data")] p: Post) -> Value {
    let extras: Vec<&str> = p.extras.iter().map(UploadFile::filename).collect();
    json!({"title": p.title, "stars": p.stars, "cover": p.cover.filename(), "extras": extras})
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![send, post_it])
}
