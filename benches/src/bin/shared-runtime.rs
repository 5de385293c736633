//! The same app on a runtime of several threads that is the caller's, as in a program that does more than serve.

use fasterapi_bench::{app, variable};

fn main() -> fasterapi::Result<()> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(variable("WORKERS", 1)).enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", variable("PORT", 8000))).await?;
        app()?.serve(listener).await
    })
}
