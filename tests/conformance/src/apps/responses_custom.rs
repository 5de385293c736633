//! Response types: own media types, redirects, streams, files.

use std::path::PathBuf;

use fasterapi::model::{Schema, Schemas};
use fasterapi::prelude::*;
use fasterapi::response::{Disposition, Respond, Responder, ResponseDescription};

use crate::assets;

fn leaf() -> PathBuf {
    assets::path("responses_custom/leaf.txt")
}

struct Pretty(Value);

impl Responder for Pretty {
    fn respond(self, answer: Respond) -> Response {
        answer.with("application/vnd.pretty+json", format!("{:#}", self.0))
    }

    fn describe(description: &mut ResponseDescription, _: &mut Schemas) {
        description.media_type = Some("application/vnd.pretty+json");
        description.schema = Some(Schema::any());
    }
}

#[get("/html")]
async fn html() -> Html<&'static str> {
    Html("<p>hi é</p>")
}

#[get("/html-direct")]
async fn html_direct() -> Response {
    Response::from(Html("<p>direct</p>")).status(StatusCode::CREATED)
}

#[get("/plain")]
async fn plain() -> PlainText<&'static str> {
    PlainText("text é")
}

#[get("/pretty")]
async fn pretty() -> Pretty {
    Pretty(json!({"b": 1, "a": [true]}))
}

#[get("/xml")]
async fn xml() -> Response {
    Response::new("<a/>").media_type("application/xml")
}

#[get("/no-type")]
async fn no_type() -> Response {
    Response::new("raw")
}

#[get("/bytes-type")]
async fn bytes_type() -> Response {
    Response::new("raw").media_type("text/csv").header("X-Rows", "0")
}

#[get("/redirect")]
async fn redirect() -> Response {
    Redirect::to("/plain?x=1 2").into()
}

#[get("/redirect-class", status_code = 302)]
async fn redirect_class() -> Redirect {
    Redirect::to("https://else.example/ü")
}

#[get("/redirect-303")]
async fn redirect_303() -> Response {
    Redirect::to("/plain").status(StatusCode::SEE_OTHER).into()
}

#[get("/stream")]
async fn stream() -> Response {
    let pieces = produce(async |pieces| {
        for i in 0..4 {
            pieces.send(format!("{i};")).await;
        }
    });
    StreamingResponse::new(pieces).media_type("text/plain").into()
}

#[get("/stream-bytes")]
async fn stream_bytes() -> Response {
    let pieces = produce(async |pieces| {
        for part in ["a", "", "b"] {
            pieces.send(part.as_bytes()).await;
        }
    });
    Response::from(StreamingResponse::new(pieces))
        .status(StatusCode::PARTIAL_CONTENT)
        .header("X-Kind", "gen")
}

#[get("/file")]
async fn file() -> FileResponse {
    FileResponse::new(leaf())
}

#[get("/file-named")]
async fn file_named() -> Response {
    let file = FileResponse::new(leaf())
        .filename("my leaf.txt")
        .media_type("application/x-leaf");
    Response::from(file).header("X-A", "b")
}

#[get("/file-utf8")]
async fn file_utf8() -> Response {
    let file = FileResponse::new(leaf()).filename("blätter.txt");
    file.content_disposition(Disposition::Inline).into()
}

#[get("/file-missing")]
async fn file_missing() -> Response {
    FileResponse::new("/nonexistent/leaf.txt").into()
}

#[get("/json-unicode")]
async fn json_unicode() -> Value {
    json!({
        "é": "☃",
        "slash": "a/b",
        "html": "<&>",
        "n": null,
        "f": 1.0,
        "big": 1e20,
        "e": 1e-7,
        "e2": 1e22,
    })
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![
        html,
        html_direct,
        plain,
        pretty,
        xml,
        no_type,
        bytes_type,
        redirect,
        redirect_class,
        redirect_303,
        stream,
        stream_bytes,
        file,
        file_named,
        file_utf8,
        file_missing,
        json_unicode,
    ])
}
