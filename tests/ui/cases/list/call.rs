use fasterapi::prelude::*;

#[get("/items")]
async fn items() -> u32 {
    1
}

fn routes() -> Vec<fasterapi::Route> {
    routes![items()].into()
}

fn main() {}
