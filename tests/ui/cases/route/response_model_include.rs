use fasterapi::prelude::*;

#[get("/items", response_model_include = {"owner": false})]
async fn items() -> Value {
    json!({})
}

fn main() {}
