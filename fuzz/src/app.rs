//! The app that is asked: each route hands back what it was given.

use std::sync::LazyLock;

use fasterapi::prelude::*;
use fasterapi::request::FormLimits;
use fasterapi::testing::TestClient;
use fasterapi::types::Email;
use jiff::civil::Date;
use uuid::Uuid;

use crate::models::{Level, Loose, Rich, Size, Tree};

#[post("/json")]
async fn json_body(rich: Rich) -> Rich {
    rich
}

#[post("/several")]
async fn several(tree: Tree, #[body] count: u8, #[body] loose: Loose) -> Value {
    json!([tree, count, loose])
}

/// The fields of a query, a header or a form.
#[model]
struct Fields {
    name: Option<String>,
    #[field(default, gt = -10, le = 1000)]
    count: i64,
    #[field(default)]
    ratio: f64,
    #[field(default)]
    yes: bool,
    size: Option<Size>,
    level: Option<Level>,
    #[field(default, max_items = 5)]
    tags: Vec<String>,
    #[field(default)]
    numbers: Vec<u32>,
    email: Option<Email>,
    born: Option<Date>,
    #[field(alias = "the-id")]
    id: Option<Uuid>,
}

#[get("/query")]
#[allow(clippy::too_many_arguments)]
async fn query(
    #[query(min_length = 2, pattern = "^[a-z ]*$")] q: Option<String>,
    #[query(default = 10, ge = 1, le = 100)] limit: u32,
    #[query] many: Option<Vec<i16>>,
    wide: Option<u128>,
    single: Option<char>,
    when: Option<Date>,
) -> Value {
    json!([q, limit, many, wide.map(|wide| wide.to_string()), single, when])
}

#[get("/query_model")]
async fn query_model(#[query] fields: Fields) -> Fields {
    fields
}

#[post("/form")]
async fn form(#[form] fields: Fields) -> Fields {
    fields
}

#[post("/form_fields")]
async fn form_fields(#[form] name: String, #[form(default = 1)] count: u8, #[form] tags: Option<Vec<String>>) -> Value {
    json!([name, count, tags])
}

#[post("/files")]
async fn files(
    #[form] note: Option<String>,
    #[form] numbers: Option<Vec<i32>>,
    file: Option<UploadFile>,
    many: Vec<UploadFile>,
) -> Result<Value, AnyError> {
    let mut told = Vec::new();
    for mut file in file.into_iter().chain(many) {
        let read = file.read().await?;
        assert_eq!(read.len() as u64, file.size(), "what is read is what was sent");
        told.push(json!([file.filename(), file.content_type(), file.size()]));
    }
    Ok(json!([note, numbers, told]))
}

#[get("/cookie")]
async fn cookie(
    #[cookie] session: Option<String>,
    #[cookie(default = 3, ge = 0)] count: i32,
    #[cookie] id: Option<Uuid>,
) -> Value {
    json!([session, count, id])
}

#[model]
struct Crumbs {
    name: Option<String>,
    count: Option<u64>,
    size: Option<Size>,
}

#[get("/cookie_model")]
async fn cookie_model(#[cookie] crumbs: Crumbs) -> Crumbs {
    crumbs
}

/// The app's client.
pub static CLIENT: LazyLock<TestClient> = LazyLock::new(|| {
    let limits = FormLimits::new().max_fields(50).max_files(20);
    let app = App::new().form_limits(limits).routes(routes![
        json_body,
        several,
        query,
        query_model,
        form,
        form_fields,
        files,
        cookie,
        cookie_model
    ]);
    TestClient::new(app).expect("the app can be built")
});
