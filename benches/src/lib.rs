//! The app that is measured: the endpoints of `README.md`.

mod deps;
mod echo;
mod items;
mod list;
mod orders;
mod routes;
mod stack;

use fasterapi::StaticFiles;
use fasterapi::prelude::*;

#[model]
struct Message {
    message: String,
}

impl Message {
    fn hello() -> Self {
        Self {
            message: "Hello, World!".to_owned(),
        }
    }
}

#[get("/plaintext")]
async fn plaintext() -> PlainText<&'static str> {
    PlainText("Hello, World!")
}

#[get("/json")]
async fn json() -> Message {
    Message::hello()
}

/// The variable of the environment, if it is set and makes sense.
pub fn variable<T: std::str::FromStr>(name: &str, default: T) -> T {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

/// All endpoints; `STATIC_DIR` is the folder of the files.
pub fn app() -> fasterapi::Result<App> {
    let folder: String = variable("STATIC_DIR", "static".to_owned());
    Ok(App::new()
        .title("Benchmark")
        .state(list::rows())
        .routes(routes![
            plaintext,
            json,
            items::read_item,
            orders::create_order,
            list::list,
            deps::context,
            echo::echo
        ])
        .include(routes::all())
        .mount("/static", StaticFiles::new(folder).check_dir(false))
        .mount("", stack::app()?))
}
