//! Several body parameters, embed, single values in the body, mixed with path and query.

use fasterapi::prelude::*;
use serde_json::Map;

#[model]
struct Song {
    title: String,
    seconds: i64,
}

#[model]
struct Singer {
    name: String,
    solo: Option<bool>,
}

#[put("/songs/{song_id}")]
async fn two_models(song_id: i64, song: Song, singer: Singer, #[body(gt = 0)] rank: i64, q: Option<String>) -> Value {
    json!({"song_id": song_id, "song": song, "singer": singer, "rank": rank, "q": q})
}

#[post("/embedded", response_model = None)]
async fn embedded(#[body(embed)] song: Song) -> Song {
    song
}

#[post("/optional-second")]
async fn optional_second(song: Song, singer: Option<Singer>) -> Value {
    json!({"song": song, "singer": singer})
}

#[post("/scalar")]
async fn scalar(#[body] count: i64) -> Value {
    json!({"count": count})
}

#[post("/scalar-embedded")]
async fn scalar_embedded(#[body(embed, ge = 1)] count: i64) -> Value {
    json!({"count": count})
}

#[post("/text")]
async fn text(#[body(media_type = "text/plain")] words: String) -> Value {
    json!({"words": words})
}

#[post("/anything", response_model = None)]
async fn anything(#[body] payload: Map<String, Value>) -> Map<String, Value> {
    payload
}

#[post("/defaulted")]
async fn defaulted(#[body(default = 3)] level: i64, #[body(default = "calm")] mood: String) -> Value {
    json!({"level": level, "mood": mood})
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![
        two_models,
        embedded,
        optional_second,
        scalar,
        scalar_embedded,
        text,
        anything,
        defaulted,
    ])
}
