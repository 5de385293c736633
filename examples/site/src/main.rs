//! `cargo run -p site`, then open http://127.0.0.1:8000.

fn main() -> fasterapi::Result<()> {
    site::app()?.run()
}
