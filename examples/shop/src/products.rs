//! The shelves: everybody may look, staff may change them.

use fasterapi::prelude::*;

use crate::dependencies::{Page, page};
use crate::models::{Category, Problem, Product, ProductDraft};
use crate::store::Store;
use crate::tokens::staff;

/// All of `/products`.
pub fn router() -> Router {
    Router::new().routes(routes![
        list_products,
        create_product,
        read_product,
        replace_product,
        delete_product
    ])
}

/// List products
///
/// In the order they came to the shelves. Filters may be combined.
#[get("")]
pub async fn list_products(
    /// Part of the name, in any case.
    #[query(min_length = 2, max_length = 50)]
    q: Option<String>,
    category: Option<Category>,
    /// The most one may cost, in cents.
    max_price_cents: Option<u32>,
    #[depends(page)] page: Page,
    store: State<Store>,
) -> Vec<Product> {
    let wanted = q.map(|q| q.to_lowercase());
    let mut products = store.products();
    products.retain(|product| {
        wanted
            .as_ref()
            .is_none_or(|wanted| product.name.to_lowercase().contains(wanted))
            && category.is_none_or(|category| product.category == category)
            && max_price_cents.is_none_or(|most| product.price_cents <= most)
    });
    page.of(products)
}

/// Add a product
#[post(
    "",
    status_code = 201,
    response_description = "The product, with its number",
    dependencies = [staff],
    responses(
        (400, description = "The body is not text", model = Problem),
        (401, description = "Not logged in", model = Problem),
        (403, description = "Not a member of staff", model = Problem),
    ),
)]
pub async fn create_product(draft: ProductDraft, store: State<Store>) -> Product {
    store.add_product(draft)
}

/// Read one product
#[get("/{product_id}", responses((404, description = "No such product", model = Problem)))]
pub async fn read_product(product_id: u64, store: State<Store>) -> Result<Product, HttpError> {
    Ok(store.product(product_id)?)
}

/// Replace a product
#[put(
    "/{product_id}",
    dependencies = [staff],
    responses(
        (400, description = "The body is not text", model = Problem),
        (401, description = "Not logged in", model = Problem),
        (403, description = "Not a member of staff", model = Problem),
        (404, description = "No such product", model = Problem),
    ),
)]
pub async fn replace_product(product_id: u64, draft: ProductDraft, store: State<Store>) -> Result<Product, HttpError> {
    Ok(store.replace_product(product_id, draft)?)
}

/// Take a product off the shelves
#[delete(
    "/{product_id}",
    status_code = 204,
    response_description = "It is gone",
    dependencies = [staff],
    responses(
        (401, description = "Not logged in", model = Problem),
        (403, description = "Not a member of staff", model = Problem),
        (404, description = "No such product", model = Problem),
    ),
)]
pub async fn delete_product(product_id: u64, store: State<Store>) -> Result<(), HttpError> {
    Ok(store.remove_product(product_id)?)
}
