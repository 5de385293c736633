//! The program that the tests attack.

fn main() -> fasterapi::Result<()> {
    reliability::app().run()
}
