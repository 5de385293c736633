//! Response models: what they leave out, their names, computed fields.

use std::collections::BTreeMap;

use fasterapi::prelude::*;
use fasterapi::types::Given;

#[model]
struct AccountIn {
    login: String,
    password: String,
    mail: Option<String>,
}

#[model]
struct AccountOut {
    login: String,
    mail: Option<String>,
}

impl From<AccountIn> for AccountOut {
    fn from(account: AccountIn) -> Self {
        let AccountIn { login, mail, .. } = account;
        Self { login, mail }
    }
}

#[model]
struct Thing {
    #[field(default = "none")]
    name: String,
    note: Option<String>,
    #[field(default = 4.25)]
    cost: f64,
    #[field(default)]
    tags: Vec<String>,
}

#[model]
struct Renamed {
    #[serde(rename(serialize = "innerName"))]
    inner_name: String,
    #[field(alias = "rawValue", default = 1)]
    raw: i64,
}

#[model(computed = [area])]
struct Rect {
    w: i64,
    h: i64,
}

impl Rect {
    fn area(&self) -> i64 {
        self.w * self.h
    }
}

fn thing(name: &str, note: Option<&str>, cost: f64, tags: &[&str]) -> Thing {
    Thing {
        name: name.to_owned(),
        note: note.map(str::to_owned),
        cost,
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
    }
}

fn things() -> BTreeMap<String, Given<Thing>> {
    let things = json!({
        "a": {"name": "A", "cost": 4.25},
        "b": {"name": "B", "note": null, "cost": 3, "tags": ["x"]},
        "c": {"name": "C", "note": "n", "cost": 4.25, "tags": [], "secret": 1},
    });
    serde_json::from_value(things).expect("things")
}

fn find(k: &str) -> Thing {
    things()[k].clone().into_inner()
}

#[post("/accounts", response_model = AccountOut)]
async fn account(a: AccountIn) -> AccountIn {
    a
}

#[post("/accounts-annotated")]
async fn account_annotated(a: AccountIn) -> AccountOut {
    a.into()
}

#[get("/subclass")]
async fn subclass() -> AccountOut {
    AccountOut {
        login: "l".to_owned(),
        mail: None,
    }
}

#[get("/things/{k}")]
async fn plain(k: String) -> Thing {
    find(&k)
}

#[get("/unset/{k}")]
async fn unset(k: String) -> Given<Thing> {
    things()[&k].clone()
}

#[get("/none/{k}", response_model_exclude_none = true)]
async fn none(k: String) -> Thing {
    find(&k)
}

#[get("/defaults/{k}", response_model_exclude_defaults = true)]
async fn defaults(k: String) -> Thing {
    find(&k)
}

#[get("/include/{k}", response_model_include = ["name", "cost"])]
async fn include(k: String) -> Thing {
    find(&k)
}

#[get("/exclude/{k}", response_model_exclude = ["cost", "tags"])]
async fn exclude(k: String) -> Thing {
    find(&k)
}

#[get("/all")]
async fn all_things() -> Vec<Thing> {
    things().into_values().map(Given::into_inner).collect()
}

#[get("/map")]
async fn map_things() -> BTreeMap<String, Given<Thing>> {
    things()
}

#[get("/numbers")]
async fn numbers() -> BTreeMap<String, f64> {
    BTreeMap::from([("one".to_owned(), 1.0), ("half".to_owned(), 0.5)])
}

#[get("/alias")]
async fn alias() -> Renamed {
    Renamed {
        inner_name: "x".to_owned(),
        raw: 5,
    }
}

#[get("/no-alias", response_model_by_alias = false)]
async fn no_alias() -> Renamed {
    Renamed {
        inner_name: "x".to_owned(),
        raw: 5,
    }
}

#[get("/rect")]
async fn rect() -> Rect {
    Rect { w: 2, h: 3 }
}

#[get("/broken")]
async fn broken() -> Thing {
    thing("none", None, "free".parse().expect("a price"), &[])
}

#[get("/wrong-type")]
async fn wrong_type() -> i64 {
    "seven".parse().expect("an integer")
}

#[get("/coerced")]
async fn coerced() -> i64 {
    7
}

#[get("/disabled", response_model = None)]
async fn disabled(#[query(default = false)] raw: bool) -> Value {
    json!({ "raw": raw })
}

#[get("/response-bypasses")]
async fn bypass() -> Result<Thing, Response> {
    Err(Response::json(&json!({"anything": "goes"})))
}

#[get("/nothing")]
async fn nothing() {}

#[get("/null-model")]
async fn null_model() -> Option<Thing> {
    None
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![
        account,
        account_annotated,
        subclass,
        plain,
        unset,
        none,
        defaults,
        include,
        exclude,
        all_things,
        map_things,
        numbers,
        alias,
        no_alias,
        rect,
        broken,
        wrong_type,
        coerced,
        disabled,
        bypass,
        nothing,
        null_model,
    ])
}
