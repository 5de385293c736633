//! Requests that do not fit, answered in the app's own way.

use fasterapi::prelude::*;

#[model]
struct Entry {
    title: String,
    size: i64,
}

async fn on_invalid(request: Request, error: RequestValidationError) -> Response {
    if request.path().starts_with("/plain") {
        let lines: Vec<_> = error
            .errors()
            .iter()
            .map(|error| {
                let location: Vec<_> = error.loc.iter().map(ToString::to_string).collect();
                format!("{}: {}", location.join("."), error.msg)
            })
            .collect();
        return Response::new(lines.join("\n"))
            .status(StatusCode::BAD_REQUEST)
            .header("content-type", "text/plain; charset=utf-8");
    }
    let content = json!({"errors": error.errors(), "body": error.body()});
    Response::json(&content).status(StatusCode::from_u16(420).unwrap_or_default())
}

#[get("/plain/{n}")]
fn plain(n: i64, #[query(default = 0.0)] q: f64) -> Value {
    let _ = q;
    n.into()
}

#[post("/entries")]
fn entries(e: Entry) -> Value {
    json!(e)
}

/// The app.
pub fn app() -> App {
    App::new().error_handler(on_invalid).routes(routes![plain, entries])
}
