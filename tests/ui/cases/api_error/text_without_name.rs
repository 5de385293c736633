use fasterapi::prelude::*;

#[derive(ApiError)]
enum Failure {
    #[error("Hero not found")]
    NotFound,
}

fn main() {}
