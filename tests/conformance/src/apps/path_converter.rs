//! Path converters, encoding, overlapping routes.

use fasterapi::prelude::*;
use uuid::Uuid;

#[get("/tree/{where:path}")]
async fn tree(#[path(alias = "where")] place: String) -> Value {
    json!({"where": place})
}

#[get("/tree/special/leaf")]
async fn unreachable() -> Value {
    json!({"unreachable": true})
}

#[get("/blobs/{name:path}/meta")]
async fn blob_meta(name: String) -> Value {
    json!({"name": name, "kind": "meta"})
}

#[get("/blobs/{name:path}")]
async fn blob(name: String) -> Value {
    json!({"name": name, "kind": "blob"})
}

#[get("/nums/{n:int}")]
async fn num(n: i64) -> Value {
    json!({"n": n})
}

#[get("/nums/{n}")]
async fn num_text(n: String) -> Value {
    json!({"text": n})
}

#[get("/ratios/{r:float}")]
async fn ratio(r: f64) -> Value {
    json!({"r": r})
}

#[get("/ids/{i:uuid}")]
async fn ids(i: Uuid) -> Value {
    json!({"i": i})
}

#[get("/mix/{a}-{b}.{ext}")]
async fn mix(a: String, b: i64, ext: String) -> Value {
    json!({"a": a, "b": b, "ext": ext})
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![
        tree,
        unreachable,
        blob_meta,
        blob,
        num,
        num_text,
        ratio,
        ids,
        mix
    ])
}
