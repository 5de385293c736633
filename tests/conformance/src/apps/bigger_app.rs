//! Routers: prefix, tags, dependencies, responses, nesting, the same router twice.

use fasterapi::handler::AdditionalResponse;
use fasterapi::prelude::*;

#[dependency]
async fn gate(#[header] x_gate: String) -> Result<(), HttpError> {
    if x_gate == "open-sesame" {
        Ok(())
    } else {
        Err(HttpError::bad_request("The gate stays shut"))
    }
}

#[dependency]
async fn visiting(#[query] visit: String) -> Result<(), HttpError> {
    if visit == "today" {
        Ok(())
    } else {
        Err(HttpError::bad_request("Come back tomorrow"))
    }
}

const DB: [(&str, &str); 2] = [("yak", "Yak"), ("emu", "Emu")];

#[get("/keepers/", tags = ["keepers"])]
async fn list_keepers() -> Value {
    json!([{"keeper": "Ann"}, {"keeper": "Bob"}])
}

#[get("/keepers/{keeper}", tags = ["keepers"])]
async fn show_keeper(keeper: String) -> Value {
    json!({"keeper": keeper})
}

fn keepers() -> Router {
    Router::new().routes(routes![list_keepers, show_keeper])
}

#[get("/")]
async fn list_beasts() -> Value {
    DB.iter().map(|(beast, name)| (*beast, json!({"name": name}))).collect()
}

#[get("/{beast}")]
async fn show_beast(beast: String) -> Result<Value, HttpError> {
    let known = DB.iter().find(|(id, _)| *id == beast);
    let (_, name) = known.ok_or_else(|| HttpError::not_found("No such beast"))?;
    Ok(json!({"name": name, "beast": beast}))
}

#[put("/{beast}", tags = ["custom"], responses((403, description = "Not that one")))]
async fn feed_beast(beast: String) -> Result<Value, HttpError> {
    if beast != "yak" {
        return Err(HttpError::forbidden("Only the yak"));
    }
    Ok(json!({"beast": beast}))
}

fn beasts() -> Router {
    Router::new()
        .prefix("/beasts")
        .tags(["beasts"])
        .dependencies(depends![gate])
        .response(404, AdditionalResponse::new().description("Unknown beast"))
        .routes(routes![list_beasts, show_beast, feed_beast])
        .include(deep())
}

#[post("")]
async fn close_gates() -> Value {
    json!({"message": "admin"})
}

fn admin() -> Router {
    Router::new()
        .prefix("/admin")
        .tags(["admin"])
        .dependencies(depends![gate])
        .response(418, AdditionalResponse::new().description("Feeding time"))
        .routes(routes![close_gates])
}

#[get("/{n}")]
async fn deeper(n: i64) -> Value {
    n.into()
}

fn deep() -> Router {
    Router::new().prefix("/deep").tags(["deep"]).routes(routes![deeper])
}

#[get("/")]
async fn root() -> Value {
    json!({"message": "root"})
}

/// The app.
pub fn app() -> App {
    App::new()
        .dependencies(depends![visiting])
        .include(keepers())
        .include(beasts())
        .include(admin())
        .include(keepers().prefix("/v2").deprecated(true))
        .routes(routes![root])
}
