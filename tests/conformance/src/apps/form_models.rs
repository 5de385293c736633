//! Form models: forbidden extras, lists, aliases, mixed with a query.

use fasterapi::prelude::*;

#[model]
struct Login {
    username: String,
    #[field(ge = 1000, le = 9999)]
    pin: i64,
    #[field(default)]
    scopes: Vec<String>,
    #[field(default = false)]
    remember: bool,
}

#[model(extra = "forbid")]
struct TightLogin {
    username: String,
    #[field(ge = 1000, le = 9999)]
    pin: i64,
    #[field(default)]
    scopes: Vec<String>,
    #[field(default = false)]
    remember: bool,
}

#[model]
struct Aliased {
    #[field(alias = "firstName")]
    first_name: String,
}

#[post("/login")]
async fn login(#[form] data: Login, #[query(default = "web")] via: String) -> Value {
    json!({"data": data, "via": via})
}

#[post("/tight", response_model = None)]
async fn tight(#[form] data: TightLogin) -> TightLogin {
    data
}

#[post("/aliased")]
async fn aliased(#[form] data: Aliased) -> Value {
    json!({"got": data.first_name})
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![login, tight, aliased])
}
