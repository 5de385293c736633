use fasterapi::prelude::*;

#[get("items", statuscode = 201)]
async fn items(#[query(defualt = 10)] limit: u32, (a, b): (u8, u8)) -> u32 {
    limit + u32::from(a + b)
}

fn routes() -> Vec<fasterapi::Route> {
    routes![items].into()
}

fn main() {}
