use fasterapi::prelude::*;

struct Limit {
    most: u32,
}

impl Limit {
    async fn call(&self, limit: u32) -> u32 {
        limit.min(self.most)
    }
}

#[dependency]
static LIMIT: Limit = Limit { most: 100 };

fn main() {}
