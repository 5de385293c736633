//! Requests that the API sends: callbacks of one operation, webhooks of all.

use fasterapi::prelude::*;
use fasterapi::types::HttpUrl;
use jiff::Timestamp;

#[model]
struct Shipment {
    id: String,
    receiver: String,
    mass: f64,
}

#[model]
struct Arrived {
    note: String,
    damaged: bool,
}

#[model]
struct Ack {
    ok: bool,
}

#[model]
struct Recall {
    batch: String,
    since: Timestamp,
}

/// Told when a shipment arrives.
#[post("{$callback_url}/arrivals/{$request.body.id}", description = "Told when a shipment arrives.", summary = "Arrival Notice")]
async fn arrival_notice(body: Arrived) -> Ack {
    Ack { ok: !body.damaged }
}

#[post("/shipments/", callbacks = routes![arrival_notice], response_model = None)]
async fn send_shipment(shipment: Shipment, callback_url: Option<HttpUrl>) -> Value {
    drop(shipment);
    json!({"msg": "Shipment noted", "cb": callback_url})
}

#[webhook("batch-recalled", tags = ["hooks"], response_model = None, summary = "Batch Recalled", description = "Sent when a batch is called back.")]
async fn batch_recalled(body: Recall) {
    drop(body);
}

#[webhook("gone/{id}", methods = ["DELETE"])]
async fn gone(id: i64) -> Ack {
    Ack { ok: id > 0 }
}

/// The app.
pub fn app() -> App {
    App::new()
        .routes(routes![send_shipment])
        .webhooks(routes![batch_recalled, gone])
}
