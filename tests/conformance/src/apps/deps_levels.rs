//! Dependencies of the app, of routers, of an inclusion, of an operation: their order.

use std::sync::{Mutex, PoisonError};

use fasterapi::prelude::*;

/// The dependencies that ran since somebody asked.
#[derive(Default)]
struct Trace(Mutex<Vec<&'static str>>);

impl Trace {
    fn mark(&self, name: &'static str, response: &mut ResponseParts) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(name);
        response.headers_mut().append("x-trace", HeaderValue::from_static(name));
        name.to_owned()
    }

    fn take(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

macro_rules! marks {
    ($($function:ident $name:literal),*) => {
        $(
            #[dependency]
            async fn $function(trace: State<Trace>, response: &mut ResponseParts) -> String {
                trace.mark($name, response)
            }
        )*
    };
}

marks!(
    in_app "app",
    in_router "router",
    in_child "child",
    in_child_include "child-include",
    in_include "include",
    in_operation "operation",
    in_parameter "parameter"
);

#[dependency]
async fn key(#[header] x_key: String, trace: State<Trace>) -> Result<(), HttpError> {
    trace.0.lock().unwrap_or_else(PoisonError::into_inner).push("key");
    if x_key == "k" {
        Ok(())
    } else {
        Err(HttpError::forbidden("bad key"))
    }
}

#[get("/trace", response_model = None)]
async fn trace(trace: State<Trace>) -> Vec<&'static str> {
    let mut seen = trace.take();
    seen.pop();
    seen
}

#[get("/top")]
async fn top() -> Value {
    "top".into()
}

#[get("/op", dependencies = [in_operation])]
async fn op(#[depends(in_parameter)] own: String) -> Value {
    own.into()
}

#[get("/leaf")]
async fn leaf() -> Value {
    "leaf".into()
}

fn child() -> Router {
    Router::new()
        .prefix("/child")
        .dependencies(depends![in_child])
        .routes(routes![leaf])
}

fn router() -> Router {
    Router::new()
        .prefix("/r")
        .dependencies(depends![in_router])
        .routes(routes![op])
        .include(Router::new().dependencies(depends![in_child_include]).include(child()))
}

/// The app.
pub fn app() -> App {
    App::new()
        .state(Trace::default())
        .dependencies(depends![in_app])
        .routes(routes![trace, top])
        .include(Router::new().dependencies(depends![in_include]).include(router()))
        .include(
            Router::new()
                .prefix("/locked")
                .dependencies(depends![key])
                .include(child()),
        )
}
