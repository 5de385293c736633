use fasterapi::prelude::*;

#[dependency]
async fn user() -> String {
    String::new()
}

#[dependency]
async fn number() -> u32 {
    1
}

fn main() {
    let _ = App::new().override_dependency::<user, number>();
}
