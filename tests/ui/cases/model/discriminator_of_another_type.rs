use fasterapi::prelude::*;

#[model]
struct Cat {
    kind: String,
}

fn kind(pet: &Cat) -> Option<&str> {
    Some(&pet.kind)
}

#[model(discriminator = kind)]
enum Pet {
    Cat(Cat),
}

fn main() {}
