//! PUT replaces, PATCH changes what was sent.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use fasterapi::model::DateTime;
use fasterapi::prelude::*;
use fasterapi::types::Given;

#[model]
struct Lamp {
    name: Option<String>,
    watts: Option<f64>,
    #[field(default = 0.75)]
    dim: f64,
    #[field(default)]
    tags: Vec<String>,
    bought: Option<DateTime>,
}

struct Lamps(Mutex<BTreeMap<String, Lamp>>);

impl Lamps {
    fn new() -> Self {
        let lamp = |name: &str, watts, dim, tags: &[&str]| Lamp {
            name: Some(name.to_owned()),
            watts: Some(watts),
            dim,
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            bought: None,
        };
        Self(Mutex::new(BTreeMap::from([
            ("desk".to_owned(), lamp("Desk", 5.5, 0.75, &[])),
            ("hall".to_owned(), lamp("Hall", 60.0, 0.2, &["old"])),
        ])))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Lamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn no_lamp() -> HttpError {
    HttpError::not_found("No lamp")
}

#[get("/lamps/{key}")]
async fn read(key: String, lamps: State<Lamps>) -> Result<Lamp, HttpError> {
    lamps.lock().get(&key).cloned().ok_or_else(no_lamp)
}

#[put("/lamps/{key}")]
async fn put(key: String, lamp: Lamp, lamps: State<Lamps>) -> Lamp {
    lamps.lock().insert(key, lamp.clone());
    lamp
}

#[patch("/lamps/{key}")]
async fn patch(key: String, lamp: Given<Lamp>, lamps: State<Lamps>) -> Result<Lamp, HttpError> {
    let mut lamps = lamps.lock();
    let stored = lamps.get_mut(&key).ok_or_else(no_lamp)?;
    lamp.apply_to(stored);
    Ok(stored.clone())
}

#[patch("/sent")]
async fn sent(lamp: Given<Lamp>) -> Value {
    let mut set = lamp.fields();
    set.sort_unstable();
    json!({"sent": lamp, "set": set})
}

#[delete("/lamps/{key}", status_code = 204, response_model = None)]
async fn remove(key: String, lamps: State<Lamps>) {
    lamps.lock().remove(&key);
}

/// The app.
pub fn app() -> App {
    App::new()
        .state(Lamps::new())
        .routes(routes![read, put, patch, sent, remove])
}
