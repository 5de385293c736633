use fasterapi::prelude::*;

#[derive(ApiError)]
#[error(status = 404)]
struct Missing;

fn main() {}
