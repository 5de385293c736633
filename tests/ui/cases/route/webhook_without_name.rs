use fasterapi::prelude::*;

#[webhook]
async fn order_sent(order: String) {
    drop(order);
}

fn main() {}
