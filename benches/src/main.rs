//! The server that is measured: `PORT`, `WORKERS` and `STATIC_DIR` from the environment.

use fasterapi::server::Config;
use fasterapi_bench::{app, variable};

fn main() -> fasterapi::Result<()> {
    let config = Config::new()
        .port(variable("PORT", 8000))
        .workers(variable("WORKERS", 1));
    app()?.run_with(config)
}
