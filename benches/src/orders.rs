//! A nested body: read, validated, answered.

use fasterapi::prelude::*;
use uuid::Uuid;

#[model]
pub struct Customer {
    #[field(min_length = 1, max_length = 50)]
    name: String,
    #[field(validate = email)]
    email: String,
    #[field(le = 150)]
    age: u32,
}

/// Something before an `@`, something with a dot after it, no space.
fn email(text: &String) -> Result<(), &'static str> {
    match text.split_once('@') {
        Some((local, domain))
            if !local.is_empty() && domain.contains('.') && !domain.contains('@') && !text.contains(' ') =>
        {
            Ok(())
        }
        _ => Err("not an e-mail address"),
    }
}

#[model]
pub struct Line {
    sku: String,
    #[field(ge = 1)]
    quantity: u32,
    #[field(gt = 0)]
    unit_price: f64,
    tags: Vec<String>,
}

#[model]
pub struct Order {
    id: Uuid,
    customer: Customer,
    lines: Vec<Line>,
    note: Option<String>,
}

#[model]
pub struct OrderOut {
    id: Uuid,
    total: f64,
    line_count: usize,
    customer: Customer,
}

#[post("/orders")]
pub async fn create_order(order: Order) -> OrderOut {
    OrderOut {
        id: order.id,
        total: order
            .lines
            .iter()
            .map(|line| f64::from(line.quantity) * line.unit_price)
            .sum(),
        line_count: order.lines.len(),
        customer: order.customer,
    }
}
