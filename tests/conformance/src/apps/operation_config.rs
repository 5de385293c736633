//! Tags, summary, description, doc comments, deprecated, operation id, hidden, openapi_extra.

use std::fmt;

use fasterapi::prelude::*;

enum Topics {
    Trees,
}

impl fmt::Display for Topics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trees => f.write_str("trees"),
        }
    }
}

/// A thing with wings.
#[model]
struct Bird {
    name: String,
}

#[get("/plain")]
async fn list_all_things() -> Value {
    Value::Null
}

/// Add a bird
///
/// Register a bird with:
///
/// - **name**: what it is called
///
/// \f
/// Not shown in the documentation.
#[post("/birds/", tags = ["birds", "new"], response_description = "The bird as stored", status_code = 201)]
async fn create_bird(bird: Bird) -> Bird {
    bird
}

/// Read Trees
///
/// Not shown: an explicit description wins.
#[get("/trees/", tags = [Topics::Trees], description = "Given explicitly", deprecated)]
async fn read_trees() -> Value {
    json!([])
}

#[get("/custom-id", operation_id = "my_very_own_id", name = "display-name")]
async fn custom_id() -> Value {
    json!({})
}

#[get("/hidden", include_in_schema = false)]
async fn hidden() -> Value {
    json!({"hidden": true})
}

#[get(
    "/extra",
    openapi_extra = json!({"x-weight": 5, "responses": {"418": {"description": "Teapot"}}, "tags": ["added"]}),
    tags = ["own"]
)]
async fn extra() -> Value {
    json!({})
}

#[post(
    "/raw",
    openapi_extra = json!({
        "requestBody": {
            "content": {"application/x-yaml": {"schema": {"type": "object", "properties": {"a": {"type": "string"}}}}},
            "required": true,
        }
    })
)]
async fn raw(mut request: Request) -> Result<Value, HttpError> {
    let body = request
        .body()
        .await
        .map_err(|_| HttpError::bad_request("The body broke off"))?;
    Ok(json!({"size": body.len()}))
}

#[route("/both", methods = ["GET", "PUT"])]
async fn both(request: &Request) -> Value {
    json!({"method": request.method().as_str()})
}

#[delete("/late", tags = ["late"])]
async fn late() -> Value {
    "late".into()
}

#[get("/in-router", tags = ["op"])]
async fn in_router() -> Value {
    json!({})
}

fn other() -> Router {
    Router::new()
        .tags(["router"])
        .deprecated(true)
        .routes(routes![in_router])
}

/// The app.
pub fn app() -> App {
    App::new()
        .routes(routes![
            list_all_things,
            create_bird,
            read_trees,
            custom_id,
            hidden,
            extra,
            raw,
            both,
            late
        ])
        .include(Router::new().tags(["include"]).include(other()))
        .include(
            Router::new()
                .prefix("/hidden-router")
                .include_in_schema(false)
                .include(other()),
        )
}
