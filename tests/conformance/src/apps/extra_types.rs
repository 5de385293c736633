//! UUIDs, dates, times, durations, decimals, bytes.

use fasterapi::model::DateTime;
use fasterapi::prelude::*;
use fasterapi::types::{ByteString, Duration, Future, Past, Time};
use jiff::Timestamp;
use jiff::civil::{self, Date};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use uuid::Uuid;

#[model]
struct Flight {
    code: Uuid,
    departs: DateTime,
    day: Option<Date>,
    gate_closes: Option<Time>,
    lasts: Option<Duration>,
    fare: Option<Decimal>,
    blob: Option<ByteString>,
}

#[model]
struct Picky {
    aware: Option<Timestamp>,
    naive: Option<civil::DateTime>,
    past: Option<Past<Date>>,
    future: Option<Future<Date>>,
}

fn seconds(duration: Option<Duration>) -> Option<f64> {
    duration.map(|duration| duration.as_secs_f64())
}

fn number(decimal: Option<Decimal>) -> Option<f64> {
    decimal.and_then(|decimal| decimal.to_f64())
}

#[post("/flights")]
async fn model_out(f: Flight) -> Flight {
    f
}

#[post("/flights/plain")]
async fn dict_out(f: Flight) -> Value {
    json!({
        "code": f.code,
        "departs": f.departs.to_string(),
        "day": f.day,
        "gate": f.gate_closes,
        "lasts": seconds(f.lasts),
        "fare": number(f.fare),
        "blob": f.blob,
    })
}

#[put("/windows/{key}")]
async fn window(
    key: Uuid,
    #[body] start: DateTime,
    #[body] after: Duration,
    #[body] at: Option<Time>,
) -> Result<Value, HttpError> {
    let begins = match &start {
        DateTime::Naive(civil) => civil.checked_add(*after).map(DateTime::Naive),
        DateTime::Aware(zoned) => zoned.checked_add(*after).map(DateTime::Aware),
    };
    let begins = begins.map_err(|_| HttpError::bad_request("beyond the calendar"))?;
    Ok(json!({"key": key, "start": start.to_string(), "begins": begins.to_string(), "at": at}))
}

#[get("/q")]
async fn q(
    t: Option<Time>,
    d: Option<Duration>,
    #[query(ge = 1, max_digits = 4)] m: Option<Decimal>,
) -> Value {
    json!({"t": t, "d": seconds(d), "m": number(m)})
}

#[post("/picky", response_model = None)]
async fn picky(p: Picky) -> Picky {
    p
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![model_out, dict_out, window, q, picky])
}
