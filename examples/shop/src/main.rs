//! `cargo run` starts the shop and prints where to look.

fn main() -> fasterapi::Result<()> {
    shop::app()?.run()
}
