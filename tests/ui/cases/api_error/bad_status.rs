use fasterapi::prelude::*;

#[derive(ApiError)]
#[error(status_code = 4040)]
struct Nowhere;

fn main() {}
