//! What can go wrong in the shop. The store speaks of the shop; HTTP is added here, in one place.

use std::fmt;

use fasterapi::prelude::*;

/// A wish the shop cannot fulfil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShopError {
    /// There is no product of this number.
    NoSuchProduct(u64),
    /// There is no order of this number.
    NoSuchOrder(u64),
    /// Fewer of this product are left than asked for.
    OutOfStock {
        /// The product.
        product_id: u64,
        /// How many there are.
        left: u32,
    },
    /// The order was cancelled before.
    AlreadyCancelled(u64),
}

impl fmt::Display for ShopError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchProduct(id) => write!(f, "Product {id} not found"),
            Self::NoSuchOrder(id) => write!(f, "Order {id} not found"),
            Self::OutOfStock { product_id, left } => write!(f, "Only {left} of product {product_id} left"),
            Self::AlreadyCancelled(id) => write!(f, "Order {id} is cancelled already"),
        }
    }
}

impl std::error::Error for ShopError {}

/// Lets handlers that return `Result<_, HttpError>` use `?` on the store's answers.
impl From<ShopError> for HttpError {
    fn from(error: ShopError) -> Self {
        let status = match error {
            ShopError::NoSuchProduct(_) | ShopError::NoSuchOrder(_) => StatusCode::NOT_FOUND,
            ShopError::OutOfStock { .. } | ShopError::AlreadyCancelled(_) => StatusCode::CONFLICT,
        };
        HttpError::new(status, error.to_string())
    }
}
