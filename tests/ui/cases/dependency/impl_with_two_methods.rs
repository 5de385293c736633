use fasterapi::prelude::*;

struct Checker;

#[dependency]
impl Checker {
    fn one(&self) -> u8 {
        1
    }

    fn two(&self) -> u8 {
        2
    }
}

fn main() {}
