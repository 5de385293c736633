use fasterapi::prelude::*;

async fn lifespan(_: Startup) -> u32 {
    1
}

fn main() {
    let _ = App::new().lifespan(lifespan);
}
