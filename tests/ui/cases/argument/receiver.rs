use fasterapi::prelude::*;

struct Shop;

impl Shop {
    #[get("/items")]
    async fn items(&self) -> String {
        String::new()
    }
}

fn main() {}
