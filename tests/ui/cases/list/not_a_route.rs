use fasterapi::prelude::*;

#[dependency]
async fn items() -> u32 {
    1
}

fn routes() -> Vec<fasterapi::Route> {
    routes![items].into()
}

fn main() {}
