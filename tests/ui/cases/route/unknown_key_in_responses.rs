use fasterapi::prelude::*;

#[get("/items", responses((404, descripton = "No such item")))]
async fn items() -> u32 {
    1
}

fn main() {}
