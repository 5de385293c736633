//! Header and cookie parameter models.

use fasterapi::prelude::*;

#[model]
struct Common {
    host: String,
    low_power: bool,
    x_since: Option<String>,
    #[field(default)]
    x_mark: Vec<String>,
}

#[model(extra = "forbid")]
struct Tight {
    #[field(pattern = "^[a-z]+$")]
    x_kind: String,
    #[field(default = "")]
    host: String,
}

#[model]
struct Jar {
    sid: String,
    tracker: Option<String>,
    #[field(default = 0, ge = 0)]
    hits: i64,
}

#[model(extra = "forbid")]
struct TightJar {
    sid: String,
    tracker: Option<String>,
    #[field(default = 0, ge = 0)]
    hits: i64,
}

#[get("/headers", response_model = None)]
async fn headers(#[header] h: Common) -> Common {
    h
}

#[get("/headers-tight", response_model = None)]
async fn headers_tight(#[header] h: Tight) -> Tight {
    h
}

#[get("/headers-raw", response_model = None)]
async fn headers_raw(#[header(convert_underscores = false)] h: Common) -> Common {
    h
}

#[get("/jar", response_model = None)]
async fn jar(#[cookie] j: Jar) -> Jar {
    j
}

#[get("/jar-tight", response_model = None)]
async fn jar_tight(#[cookie] j: TightJar) -> TightJar {
    j
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![headers, headers_tight, headers_raw, jar, jar_tight])
}
