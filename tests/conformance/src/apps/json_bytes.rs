//! Bytes in JSON: as text, and as base64.

use fasterapi::prelude::*;
use fasterapi::types::{Base64Bytes, ByteString, EncodedBytes};

#[model]
struct In {
    data: EncodedBytes,
}

#[model]
struct Both {
    data: EncodedBytes,
}

#[model]
struct Plain {
    data: ByteString,
}

#[model]
struct Typed {
    data: Base64Bytes,
}

#[post("/in")]
async fn read(b: In) -> Value {
    json!({"n": b.data.len()})
}

#[post("/both")]
async fn both(b: Both) -> Both {
    b
}

#[post("/plain")]
async fn plain(b: Plain) -> Plain {
    b
}

#[post("/typed")]
async fn typed(b: Typed) -> Typed {
    b
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![read, both, plain, typed])
}
