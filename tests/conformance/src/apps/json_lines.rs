//! JSON Lines: typed and untyped rows, an empty stream, one that breaks off.

use fasterapi::prelude::*;

#[model]
struct Row {
    id: i64,
    text: Option<String>,
}

fn row(id: i64, text: Option<&str>) -> Row {
    Row {
        id,
        text: text.map(str::to_owned),
    }
}

#[get("/rows")]
async fn rows() -> JsonLines<Row> {
    JsonLines::new(produce(async |rows| {
        for id in 0..3 {
            rows.send(row(id, None)).await;
        }
    }))
}

#[get("/sync")]
async fn sync() -> JsonLines<Row> {
    JsonLines::new(produce(async |rows| {
        rows.send(row(1, Some("é\n"))).await;
        rows.send(row(2, None)).await;
    }))
}

#[get("/untyped")]
async fn untyped() -> JsonLines<Value> {
    JsonLines::new(produce(async |items| {
        for item in [json!({"a": 1}), json!([1, null]), json!("s")] {
            items.send(item).await;
        }
    }))
}

#[get("/empty")]
async fn empty() -> JsonLines<Row> {
    JsonLines::new(produce(async |_| {}))
}

#[get("/bad")]
async fn bad() -> JsonLines<Row> {
    JsonLines::try_new(produce(async |rows| {
        rows.send(Ok(row(1, None))).await;
        rows.send(Err("not a Row")).await;
    }))
}

#[post("/typed", status_code = 202)]
async fn typed(row: Row) -> JsonLines<i64> {
    JsonLines::new(produce(async move |numbers| {
        for i in 0..row.id {
            numbers.send(i).await;
        }
    }))
}

#[get("/list-not-stream")]
async fn list_not_stream() -> Vec<Row> {
    vec![row(1, None)]
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![rows, sync, untyped, empty, bad, typed, list_not_stream])
}
