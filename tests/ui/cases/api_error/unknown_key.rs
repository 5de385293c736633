use fasterapi::prelude::*;

#[derive(ApiError)]
#[error(status = 404)]
struct Missing;

#[derive(ApiError)]
#[error(detail = "gone")]
struct Gone;

#[derive(ApiError)]
#[error(status_code = 4040)]
struct Nowhere;

fn main() {}
