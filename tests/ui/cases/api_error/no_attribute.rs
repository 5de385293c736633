use fasterapi::prelude::*;

#[derive(ApiError)]
enum ItemError {
    #[error(status_code = 404, detail = "Item {0} not found")]
    NotFound(u64),
    SoldOut,
}

fn main() {}
