//! Query parameters: string and numeric validation, lists, enums, metadata.

use std::collections::BTreeSet;

use fasterapi::prelude::*;

#[model]
#[serde(rename_all = "lowercase")]
enum Order {
    Up,
    Down,
}

#[model(literal)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Fast,
    Slow,
}

#[model(literal)]
enum OneOrTwo {
    One = 1,
    Two = 2,
}

#[get("/search")]
async fn search(
    #[query(min_length = 3, max_length = 8, title = "Needle", description = "What to look for")] q: String,
    #[query(pattern = "^#[a-z]+$")] tag: Option<String>,
    #[query(default = 10, ge = 1, le = 50)] limit: i64,
    #[query(gt = 0, lt = 1)] ratio: Option<f64>,
    #[query(default = 5, multiple_of = 5)] step: i64,
) -> Value {
    json!({"q": q, "tag": tag, "limit": limit, "ratio": ratio, "step": step})
}

#[get("/lists")]
async fn lists(
    #[query(default = ["none"])] word: Vec<String>,
    #[query(max_length = 3)] num: Option<Vec<i64>>,
    #[query(default)] kinds: BTreeSet<i64>,
) -> Value {
    json!({"word": word, "num": num, "kinds": kinds})
}

#[get("/lists-required")]
async fn lists_required(#[query(min_length = 2, alias = "id")] ids: Vec<i64>) -> Value {
    json!({"ids": ids})
}

#[get("/pairs")]
async fn pairs(#[query(default = (1, "x".to_owned()))] p: (i64, String)) -> Value {
    json!({"p": p})
}

#[get("/choices")]
async fn choices(
    #[query(default = Order::Up)] order: Order,
    #[query(default = Mode::Fast)] mode: Mode,
    #[query(default)] several: Vec<Order>,
    number: Option<OneOrTwo>,
) -> Value {
    json!({"order": order, "mode": mode, "several": several, "number": number})
}

fn check_even(v: &i64) -> Result<(), String> {
    if v % 2 == 0 {
        Ok(())
    } else {
        Err("an even number is needed".to_owned())
    }
}

fn check_loud(v: &str) -> Result<(), String> {
    if v.chars().any(char::is_lowercase) {
        Err("must be loud".to_owned())
    } else {
        Ok(())
    }
}

#[get("/custom")]
async fn custom(
    #[query(default = 0, validate = check_even)] even: i64,
    #[query(default = "A", assert = check_loud)] loud: String,
) -> Value {
    json!({"even": even, "loud": loud})
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![search, lists, lists_required, pairs, choices, custom])
}
