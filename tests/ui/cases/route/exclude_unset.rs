use fasterapi::prelude::*;

#[get("/", response_model_exclude_unset = true)]
async fn root() -> Value {
    json!({})
}

fn main() {}
