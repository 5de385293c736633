//! The order book.

use fasterapi::prelude::*;

use crate::dependencies::{Page, page};
use crate::models::{Order, OrderDraft, OrderStatus, Problem};
use crate::store::Store;

/// All of `/orders`.
pub fn router() -> Router {
    Router::new().routes(routes![list_orders, create_order, read_order, cancel_order])
}

/// List orders
#[get("")]
pub async fn list_orders(status: Option<OrderStatus>, #[depends(page)] page: Page, store: State<Store>) -> Vec<Order> {
    let mut orders = store.orders();
    orders.retain(|order| status.is_none_or(|status| order.status == status));
    page.of(orders)
}

/// Place an order
///
/// Takes the goods off the shelf. Either the whole order is taken or none of it.
#[post(
    "",
    status_code = 201,
    response_description = "The order, with its number and what it costs",
    responses(
        (400, description = "The body is not text", model = Problem),
        (404, description = "A product that is not on the shelves", model = Problem),
        (409, description = "Not enough left of a product", model = Problem),
    ),
)]
pub async fn create_order(draft: OrderDraft, store: State<Store>) -> Result<Order, HttpError> {
    Ok(store.place_order(draft)?)
}

/// Read one order
#[get("/{order_id}", responses((404, description = "No such order", model = Problem)))]
pub async fn read_order(order_id: u64, store: State<Store>) -> Result<Order, HttpError> {
    Ok(store.order(order_id)?)
}

/// Cancel an order
///
/// Puts the goods back on the shelf.
#[post(
    "/{order_id}/cancel",
    responses(
        (404, description = "No such order", model = Problem),
        (409, description = "Cancelled before", model = Problem),
    ),
)]
pub async fn cancel_order(order_id: u64, store: State<Store>) -> Result<Order, HttpError> {
    Ok(store.cancel_order(order_id)?)
}
