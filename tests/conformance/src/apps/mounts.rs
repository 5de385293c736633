//! Apps in apps: own documents, own error handlers, and any service under a prefix.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use fasterapi::prelude::*;
use fasterapi::routing::{RootPath, UrlError};
use tower_service::Service;

#[get("/where")]
async fn r#where(request: &Request) -> Value {
    json!({"root_path": request.root_path(), "path": request.path()})
}

#[get("/where")]
async fn sub_where(request: &Request) -> Result<Value, UrlError> {
    let link = request.url_for("sub_where", &[])?;
    Ok(json!({"root_path": request.root_path(), "path": request.path(), "link": link.to_string()}))
}

#[get("/typed/{n}", response_model = None)]
async fn typed(n: i64) -> i64 {
    n
}

#[get("/fail", response_model = None)]
async fn fail() -> Result<Value, HttpError> {
    Err(HttpError::not_found("inner says no"))
}

#[get("/")]
async fn root(request: &Request) -> Value {
    json!({"root_path": request.root_path()})
}

async fn outer_404(_: Request, _: HttpError) -> Response {
    Response::from(PlainText("outer 404")).status(StatusCode::NOT_FOUND)
}

/// Tells what it sees.
#[derive(Clone)]
struct Raw;

impl Service<http::Request<Body>> for Raw {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let root_path = request.extensions().get::<RootPath>().map_or("", |path| &path.0);
        let seen = format!("{root_path}|{root_path}{}", request.uri().path());
        let response = http::Response::builder().header("content-type", "text/plain; charset=utf-8");
        ready(Ok(response.body(Body::from(seen)).unwrap_or_default()))
    }
}

/// The app.
pub fn app() -> App {
    let subsub = App::new().title("Innermost").routes(routes![root]);
    let sub = App::new()
        .title("Inner")
        .routes(routes![sub_where, typed, fail])
        .mount("/deep", subsub);
    App::new()
        .title("Outer")
        .routes(routes![r#where])
        .exception_handler(404, outer_404)
        .mount("/sub", sub)
        .mount("/raw", Raw)
}
