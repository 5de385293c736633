use fasterapi::prelude::*;

#[derive(ApiError)]
enum ItemError {
    #[error(status_code = 404, detail = "Item {1} not found")]
    NotFound(u64),
}

fn main() {}
