//! Field constraints: numbers, strings, sequences, literal, alias, strict, validators.

use fasterapi::prelude::*;
use rust_decimal::Decimal;

#[model]
enum Size {
    Small = 1,
    Large = 2,
}

#[model(literal)]
enum Kind {
    #[serde(rename = "tool")]
    Tool,
    #[serde(rename = "toy")]
    Toy,
    Three = 3,
}

#[model]
struct Gadget {
    #[field(
        min_length = 2,
        max_length = 6,
        title = "Gadget name",
        description = "Shown on the box",
        examples = ["Lamp"]
    )]
    name: String,
    #[field(pattern = r"^[A-Z]{2}-\d{3}$")]
    sku: String,
    #[field(gt = 0, le = 1000)]
    price: f64,
    #[field(default = 0, ge = 0, lt = 100, multiple_of = 2)]
    stock: i64,
    #[field(default, min_length = 1, max_length = 3)]
    tags: Vec<String>,
    #[field(max_digits = 5, decimal_places = 2, ge = 0)]
    cost: Option<Decimal>,
    #[field(default = Kind::Tool)]
    kind: Kind,
    #[field(default = Size::Small)]
    size: Size,
    #[field(alias = "ownerName")]
    owner: Option<String>,
}

#[model(strict)]
struct Exact {
    i: i64,
    s: String,
    b: bool,
    f: f64,
}

#[model(str_strip_whitespace, str_to_lower, validate = ordered)]
struct Trimmed {
    #[field(min_length = 3, validate = no_digits)]
    word: String,
    #[field(default = 0)]
    low: i64,
    #[field(default = 10)]
    high: i64,
}

fn no_digits(word: &str) -> Result<(), String> {
    if word.chars().any(|c| c.is_ascii_digit()) {
        Err("digits are not welcome".to_owned())
    } else {
        Ok(())
    }
}

fn ordered(trimmed: &Trimmed) -> Result<(), String> {
    if trimmed.low > trimmed.high {
        Err("low must not exceed high".to_owned())
    } else {
        Ok(())
    }
}

#[post("/gadgets", response_model = None)]
async fn gadget(g: Gadget) -> Gadget {
    g
}

#[post("/exact", response_model = None)]
async fn exact(e: Exact) -> Exact {
    e
}

#[post("/trimmed", response_model = None)]
async fn trimmed(t: Trimmed) -> Trimmed {
    t
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![gadget, exact, trimmed])
}
