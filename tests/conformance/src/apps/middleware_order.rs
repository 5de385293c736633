//! The order of middleware, and what it sees.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use fasterapi::middleware::Hook;
use fasterapi::prelude::*;

/// What has been seen, in order.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Seen {
    fn note(&self, what: String) {
        self.0.lock().expect("nobody panics while writing").push(what);
    }
}

struct Stamp {
    name: &'static str,
    seen: Seen,
}

impl Hook for Stamp {
    type Kept = ();

    fn before(&self, _: &mut Request) -> ControlFlow<Response> {
        self.seen.note(format!("{} in", self.name));
        ControlFlow::Continue(())
    }

    fn after(&self, (): (), response: &mut Response) {
        response
            .headers_mut()
            .append("x-stamp", HeaderValue::from_static(self.name));
    }
}

async fn outermost(seen: Seen, request: Request, next: Next) -> Response {
    seen.note("function in".to_owned());
    if request.headers().contains_key("x-block") {
        return Response::json(&json!({"blocked": true})).status(StatusCode::FORBIDDEN);
    }
    let response = next.run(request).await;
    if response.headers().contains_key("x-divided-by-zero") {
        let caught = json!({"caught": "ZeroDivisionError"});
        return Response::json(&caught).status(StatusCode::INTERNAL_SERVER_ERROR);
    }
    seen.note("function out".to_owned());
    let status = response.status_code().as_u16();
    response.header("x-function", status)
}

#[get("/seen")]
async fn seen(seen: State<Seen>) -> Value {
    let seen = std::mem::take(&mut *seen.0.lock().expect("nobody panics while writing"));
    json!(seen)
}

#[get("/ok")]
async fn ok() -> Value {
    json!({"ok": true})
}

#[post("/echo")]
async fn echo(mut request: Request) -> Result<Value, HttpError> {
    let body = request.body().await.map_err(|_| HttpError::bad_request("gone"))?;
    Ok(json!({"body": String::from_utf8_lossy(&body)}))
}

#[get("/zero")]
async fn zero() -> Result<Value, HttpError> {
    let error = HttpError::new(StatusCode::INTERNAL_SERVER_ERROR, "divided by zero");
    Err(error.header("x-divided-by-zero", "1"))
}

#[get("/runtime")]
async fn runtime() -> Value {
    panic!("x")
}

/// The app.
pub fn app() -> App {
    let log = Seen::default();
    let stamp = |name| Stamp {
        name,
        seen: log.clone(),
    };
    App::new()
        .middleware(stamp("listed"))
        .middleware(stamp("added-first"))
        .middleware(stamp("added-second"))
        .middleware({
            let log = log.clone();
            move |request: Request, next: Next| outermost(log.clone(), request, next)
        })
        .routes(routes![seen, ok, echo, zero, runtime])
        .state(log)
}
