//! Status codes: attributes, empty bodies, additional codes by direct responses.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use fasterapi::prelude::*;

struct Store(Mutex<BTreeMap<String, i64>>);

impl Store {
    /// Stores a value and tells whether there was one.
    fn put(&self, key: String, value: i64) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, value)
            .is_some()
    }

    fn get(&self, key: &str) -> Option<i64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).copied()
    }
}

#[post("/made", status_code = 201)]
async fn made(name: String) -> Value {
    json!({"name": name})
}

#[post("/accepted", status_code = StatusCode::ACCEPTED)]
async fn accepted() -> Value {
    Value::Null
}

#[delete("/gone", status_code = 204)]
async fn gone() -> Value {
    Value::Null
}

#[delete("/gone-typed", status_code = 204)]
async fn gone_typed() {}

#[get("/not-modified", status_code = 304)]
async fn not_modified() -> Value {
    Value::Null
}

#[put("/upsert/{key}")]
async fn upsert(key: String, #[body(embed)] value: i64, store: State<Store>) -> Response {
    let status = if store.put(key, value) {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    Response::json(&value).status(status)
}

#[get("/teapot", status_code = 418)]
async fn teapot() -> Value {
    "short and stout".into()
}

#[get("/change/{key}", status_code = 200)]
async fn change(key: String, store: State<Store>, response: &mut ResponseParts) -> Value {
    let value = store.get(&key);
    if value.is_none() {
        response.set_status(StatusCode::PARTIAL_CONTENT);
    }
    value.into()
}

#[get("/bare")]
async fn bare() -> Response {
    Response::empty(StatusCode::RESET_CONTENT)
}

#[get("/custom-code", status_code = 299)]
async fn custom_code() -> Value {
    json!({})
}

/// The app.
pub fn app() -> App {
    App::new()
        .state(Store(Mutex::new(BTreeMap::from([("one".to_owned(), 1)]))))
        .routes(routes![
            made,
            accepted,
            gone,
            gone_typed,
            not_modified,
            upsert,
            teapot,
            change,
            bare,
            custom_code,
        ])
}
