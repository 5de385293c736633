use fasterapi::prelude::*;

#[dependency]
async fn agent(request: Request) -> String {
    request.uri().path().to_owned()
}

fn main() {}
