//! Form fields: required, optional, empty, lists, aliases, constraints, wrong content types.

use fasterapi::prelude::*;

#[post("/signup")]
async fn signup(
    #[form(min_length = 3)] username: String,
    #[form(ge = 18)] age: i64,
    #[form(default = false)] news: bool,
    #[form] nick: Option<String>,
) -> Value {
    json!({"username": username, "age": age, "news": news, "nick": nick})
}

#[post("/multi/{group}")]
async fn multi(
    group: i64,
    #[form] pick: Vec<i64>,
    #[form(alias = "label[]", default)] label: Vec<String>,
    #[query(default = 1)] page: i64,
) -> Value {
    json!({"group": group, "pick": pick, "label": label, "page": page})
}

#[post("/one")]
async fn one(#[form] only: String) -> Value {
    json!({"only": only})
}

#[post("/all-optional")]
async fn all_optional(#[form] a: Option<String>, #[form(default = "B")] b: String) -> Value {
    json!({"a": a, "b": b})
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![signup, multi, one, all_optional])
}
