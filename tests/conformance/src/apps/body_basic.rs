//! Request bodies: one model; JSON syntax, content types, missing, extra, wrong types.

use fasterapi::prelude::*;

/// Something to deliver.
#[model]
struct Parcel {
    label: String,
    weight: f64,
    #[field(default = 1)]
    pieces: i64,
    #[field(default = false)]
    fragile: bool,
    note: Option<String>,
}

#[model]
struct Replaced {
    id: i64,
    dry: bool,
    #[serde(flatten)]
    parcel: Parcel,
}

#[model]
#[serde(deny_unknown_fields)]
struct Closed {
    a: i64,
    b: Option<String>,
}

#[post("/parcels", response_model = None)]
async fn create(parcel: Parcel) -> Parcel {
    parcel
}

#[put("/parcels/{parcel_id}", response_model = None)]
async fn replace(parcel_id: i64, parcel: Parcel, #[query(default = false)] dry: bool) -> Replaced {
    Replaced {
        id: parcel_id,
        dry,
        parcel,
    }
}

#[post("/maybe")]
async fn maybe(parcel: Option<Parcel>) -> Value {
    json!({"parcel": parcel})
}

#[post("/closed", response_model = None)]
async fn closed(item: Closed) -> Closed {
    item
}

#[delete("/parcels")]
async fn delete_with_body(parcel: Parcel) -> Value {
    json!({"deleted": parcel.label})
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![create, replace, maybe, closed, delete_with_body])
}
