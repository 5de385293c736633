//! Path parameters: numeric and string constraints, title and description.

use fasterapi::prelude::*;

#[get("/floors/{floor}")]
async fn floor(
    #[path(title = "Floor number", description = "Counted from the lobby", ge = -2, le = 40)] floor: i64,
) -> Value {
    json!({"floor": floor})
}

#[get("/speeds/{speed}")]
async fn speed(#[path(gt = 0, lt = 299.5)] speed: f64) -> Value {
    json!({"speed": speed})
}

#[get("/packs/{size}")]
async fn packs(#[path(multiple_of = 6, gt = 0)] size: i64) -> Value {
    json!({"size": size})
}

#[get("/codes/{code}")]
async fn codes(#[path(min_length = 3, max_length = 5, pattern = "^[A-Z]+[0-9]*$")] code: String) -> Value {
    json!({"code": code})
}

#[get("/aliased/{room_no}")]
async fn aliased(
    #[path(alias = "room_no", examples = [101, 102])] room: i64,
    #[query(default = "east")] wing: String,
) -> Value {
    json!({"room": room, "wing": wing})
}

#[get("/strict/{level}")]
async fn strict(#[path(strict)] level: i64) -> Value {
    json!({"level": level})
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![floor, speed, packs, codes, aliased, strict])
}
