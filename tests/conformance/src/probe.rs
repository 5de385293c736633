//! `conformance serve-probe --port N`: an app whose every route answers what it saw, for judges that send raw bytes.

use fasterapi::middleware::BodyLimit;
use fasterapi::prelude::*;

/// The largest body, in bytes.
const LIMIT: usize = 2 * 1024 * 1024;

/// Answers every request with its method, its path as it arrived, and the length of its body.
async fn tell(mut request: Request, _: Next) -> Result<Response, AnyError> {
    let length = request.body().await?.len();
    let seen = json!({"m": request.method().as_str(), "p": request.uri().path(), "n": length});
    Ok(Response::json(&seen))
}

/// The app.
pub fn app() -> App {
    App::new()
        .openapi_url(None)
        .middleware(tell)
        .middleware(BodyLimit::new(LIMIT))
}
