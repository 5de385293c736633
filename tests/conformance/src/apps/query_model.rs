//! Query parameter models: forbidden extras, aliases, lists, defaults.

use fasterapi::prelude::*;

#[model(literal)]
#[serde(rename_all = "lowercase")]
enum Sort {
    Oldest,
    Newest,
}

#[model]
struct Filters {
    #[field(default = 25, gt = 0, le = 80)]
    take: i64,
    #[field(default = 0, ge = 0)]
    skip: i64,
    #[field(default = Sort::Oldest)]
    sort: Sort,
    #[field(default)]
    marks: Vec<String>,
}

#[model(extra = "forbid")]
struct StrictFilters {
    #[field(default = 25, gt = 0, le = 80)]
    take: i64,
    #[field(default = 0, ge = 0)]
    skip: i64,
    #[field(default = Sort::Oldest)]
    sort: Sort,
    #[field(default)]
    marks: Vec<String>,
    /// At least two letters
    #[field(min_length = 2)]
    needle: String,
}

#[model]
#[serde(rename_all = "camelCase")]
struct CamelFilters {
    #[field(default = 10)]
    page_size: i64,
    only_mine: Option<bool>,
}

#[get("/loose", response_model = None)]
async fn loose(#[query] f: Filters) -> Filters {
    f
}

#[get("/strict", response_model = None)]
async fn strict(#[query] f: StrictFilters) -> StrictFilters {
    f
}

#[get("/camel")]
async fn camel(#[query] f: CamelFilters) -> Value {
    json!({"page_size": f.page_size, "only_mine": f.only_mine})
}

#[get("/plus/{area}")]
async fn plus(area: i64, #[query] f: Filters) -> Value {
    json!({"area": area, "f": f})
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![loose, strict, camel, plus])
}
