//! An app whose every route answers what it saw: method, path, and the length of the body.

use fasterapi::middleware::BodyLimit;
use fasterapi::prelude::*;

async fn tell(mut request: Request, _: Next) -> Result<Response, AnyError> {
    let length = request.body().await?.len();
    let seen = json!({"m": request.method().as_str(), "p": request.uri().path(), "n": length});
    Ok(Response::json(&seen))
}

fn main() -> fasterapi::Result<()> {
    App::new()
        .openapi_url(None)
        .middleware(tell)
        .middleware(BodyLimit::new(2 * 1024 * 1024))
        .run()
}
