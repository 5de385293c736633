use fasterapi::prelude::*;

#[derive(ApiError)]
enum ItemError {
    #[error(status_code = 409, detail = "Sold out until {0}")]
    SoldOut { until: String },
}

fn main() {}
