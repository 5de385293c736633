use fasterapi::prelude::*;

#[derive(ApiError)]
#[error(detail = "gone")]
struct Gone;

fn main() {}
