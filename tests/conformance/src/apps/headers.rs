//! Header parameters: underscore conversion, repeated headers, typed, alias, missing.

use fasterapi::model::DateTime;
use fasterapi::prelude::*;

#[get("/agent")]
async fn agent(#[header] user_agent: Option<String>) -> Value {
    json!({"user_agent": user_agent})
}

#[get("/typed")]
async fn typed(
    #[header(ge = 0, le = 5)] x_retry_count: i64,
    #[header(default = false)] x_dry_run: bool,
    #[header] x_since: Option<DateTime>,
) -> Value {
    json!({"retry": x_retry_count, "dry": x_dry_run, "since": x_since.map(|at| at.to_string())})
}

#[get("/raw-name")]
async fn raw_name(#[header(convert_underscores = false)] odd_name: Option<String>) -> Value {
    json!({"odd_name": odd_name})
}

#[get("/aliased")]
async fn aliased(#[header(alias = "X-Trace-Id", description = "Tracing id", min_length = 4)] trace: String) -> Value {
    json!({"trace": trace})
}

#[get("/many")]
async fn many(#[header] x_part: Option<Vec<String>>, #[header(default)] x_num: Vec<i64>) -> Value {
    json!({"parts": x_part, "nums": x_num})
}

#[get("/secret")]
async fn hidden(
    #[header(include_in_schema = false)] x_hidden: Option<String>,
    #[header(deprecated)] x_old: Option<String>,
) -> Value {
    json!({"hidden": x_hidden, "old": x_old})
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![agent, typed, raw_name, aliased, many, hidden])
}
