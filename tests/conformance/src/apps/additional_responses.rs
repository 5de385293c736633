//! Additional responses in OpenAPI: models, media types, shared ones, defaults, ranges.

use fasterapi::handler::AdditionalResponse;
use fasterapi::prelude::*;

#[model]
struct Found {
    id: String,
    value: i64,
}

#[model]
struct Problem {
    message: String,
}

#[model]
#[serde(untagged)]
enum ProblemOrText {
    Problem(Problem),
    Text(String),
}

#[get("/with-model/{id}", responses((404, model = Problem)))]
async fn with_model(id: String) -> Result<Found, Response> {
    if id == "none" {
        let problem = Problem {
            message: "not here".to_owned(),
        };
        return Err(Response::json(&problem).status(StatusCode::NOT_FOUND));
    }
    Ok(Found { id, value: 1 })
}

#[get("/image/{id}", responses((200, description = "JSON or a picture", content = {"image/png": {}})))]
async fn image(id: String) -> Found {
    Found { id, value: 2 }
}

#[get("/combined", responses(
    (404, model = Problem, description = "Unknown id"),
    ("4XX", description = "Any client error"),
    (200, description = "Yes", content = {"application/json": {"example": {"id": "x", "value": 0}}}),
    (default, description = "Else"),
))]
async fn combined() -> Found {
    Found {
        id: "c".to_owned(),
        value: 3,
    }
}

#[get("/override-422/{n}", responses((422, model = Problem, description = "Mine")))]
async fn override_422(n: i64) -> Value {
    n.into()
}

#[get("/headers", responses((200, headers = {"X-Rate": {"schema": {"type": "integer"}}}, links = {})))]
async fn headers(response: &mut ResponseParts) -> PlainText<&'static str> {
    response.headers_mut().insert("x-rate", HeaderValue::from_static("9"));
    PlainText("ok")
}

#[get("/list", responses((202, model = Vec<Found>), (409, model = ProblemOrText)))]
async fn lists() -> Vec<Found> {
    Vec::new()
}

#[delete("/no-content", status_code = 204, responses((404)))]
async fn no_content() {}

#[get("/x", responses((401, description = "Operation")))]
async fn in_router() -> Value {
    json!({})
}

fn router() -> Router {
    Router::new()
        .prefix("/r")
        .response(403, AdditionalResponse::new().description("Router"))
        .routes(routes![in_router])
}

/// The app.
pub fn app() -> App {
    App::new()
        .response(500, AdditionalResponse::new().description("Broken"))
        .routes(routes![
            with_model,
            image,
            combined,
            override_422,
            headers,
            lists,
            no_content
        ])
        .include(
            Router::new()
                .response(402, AdditionalResponse::new().description("Include"))
                .include(router()),
        )
}
