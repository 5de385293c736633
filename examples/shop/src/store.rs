//! The shelves and the order book, in memory: they are empty again after a restart.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::errors::ShopError;
use crate::models::{Category, Order, OrderDraft, OrderStatus, Product, ProductDraft};

/// What handlers take as `State<Store>`: one for the whole app, behind a lock that is never held across an `.await`.
#[derive(Debug, Default)]
pub struct Store(Mutex<Shop>);

#[derive(Debug, Default)]
struct Shop {
    products: BTreeMap<u64, Product>,
    orders: BTreeMap<u64, Order>,
    last_product: u64,
    last_order: u64,
}

impl Store {
    /// A store with three products.
    pub fn with_samples() -> Self {
        let store = Self::default();
        for (name, category, price_cents, stock) in [
            ("Chess board", Category::Games, 2495, 40),
            ("The Art of Computer Programming", Category::Books, 19999, 3),
            ("Moka pot", Category::Kitchen, 3450, 12),
        ] {
            store.add_product(ProductDraft {
                name: name.into(),
                category,
                price_cents,
                stock,
                tags: Vec::new(),
            });
        }
        store
    }

    /// How many products there are.
    pub fn product_count(&self) -> usize {
        self.lock().products.len()
    }

    /// How many orders there are.
    pub fn order_count(&self) -> usize {
        self.lock().orders.len()
    }

    /// All products, oldest first.
    pub fn products(&self) -> Vec<Product> {
        self.lock().products.values().cloned().collect()
    }

    /// One product.
    ///
    /// # Errors
    /// [`ShopError::NoSuchProduct`].
    pub fn product(&self, id: u64) -> Result<Product, ShopError> {
        self.lock()
            .products
            .get(&id)
            .cloned()
            .ok_or(ShopError::NoSuchProduct(id))
    }

    /// Puts a new product on the shelves.
    pub fn add_product(&self, draft: ProductDraft) -> Product {
        let mut shop = self.lock();
        shop.last_product += 1;
        let product = numbered(shop.last_product, draft);
        shop.products.insert(product.id, product.clone());
        product
    }

    /// Puts another product in the place of one.
    ///
    /// # Errors
    /// [`ShopError::NoSuchProduct`].
    pub fn replace_product(&self, id: u64, draft: ProductDraft) -> Result<Product, ShopError> {
        let mut shop = self.lock();
        let place = shop.products.get_mut(&id).ok_or(ShopError::NoSuchProduct(id))?;
        *place = numbered(id, draft);
        Ok(place.clone())
    }

    /// Takes a product off the shelves.
    ///
    /// # Errors
    /// [`ShopError::NoSuchProduct`].
    pub fn remove_product(&self, id: u64) -> Result<(), ShopError> {
        self.lock()
            .products
            .remove(&id)
            .map(drop)
            .ok_or(ShopError::NoSuchProduct(id))
    }

    /// All orders, oldest first.
    pub fn orders(&self) -> Vec<Order> {
        self.lock().orders.values().cloned().collect()
    }

    /// One order.
    ///
    /// # Errors
    /// [`ShopError::NoSuchOrder`].
    pub fn order(&self, id: u64) -> Result<Order, ShopError> {
        self.lock().orders.get(&id).cloned().ok_or(ShopError::NoSuchOrder(id))
    }

    /// Writes an order into the book and takes its goods off the shelf, all or nothing.
    ///
    /// # Errors
    /// [`ShopError::NoSuchProduct`], [`ShopError::OutOfStock`].
    pub fn place_order(&self, draft: OrderDraft) -> Result<Order, ShopError> {
        let mut shop = self.lock();
        let mut wanted = BTreeMap::<u64, u32>::new();
        for line in &draft.lines {
            *wanted.entry(line.product_id).or_default() += line.quantity;
        }
        let mut total_cents = 0;
        for (&product_id, &quantity) in &wanted {
            let product = shop
                .products
                .get(&product_id)
                .ok_or(ShopError::NoSuchProduct(product_id))?;
            if product.stock < quantity {
                return Err(ShopError::OutOfStock {
                    product_id,
                    left: product.stock,
                });
            }
            total_cents += u64::from(product.price_cents) * u64::from(quantity);
        }
        for (product_id, quantity) in wanted {
            if let Some(product) = shop.products.get_mut(&product_id) {
                product.stock -= quantity;
            }
        }
        shop.last_order += 1;
        let OrderDraft { customer, lines, note } = draft;
        let order = Order {
            id: shop.last_order,
            status: OrderStatus::Placed,
            customer,
            lines,
            total_cents,
            note,
        };
        shop.orders.insert(order.id, order.clone());
        Ok(order)
    }

    /// Cancels an order and puts its goods back, as far as they are still sold.
    ///
    /// # Errors
    /// [`ShopError::NoSuchOrder`], [`ShopError::AlreadyCancelled`].
    pub fn cancel_order(&self, id: u64) -> Result<Order, ShopError> {
        let mut shop = self.lock();
        let order = shop.orders.get_mut(&id).ok_or(ShopError::NoSuchOrder(id))?;
        if order.status == OrderStatus::Cancelled {
            return Err(ShopError::AlreadyCancelled(id));
        }
        order.status = OrderStatus::Cancelled;
        let order = order.clone();
        for line in &order.lines {
            if let Some(product) = shop.products.get_mut(&line.product_id) {
                product.stock = product.stock.saturating_add(line.quantity);
            }
        }
        Ok(order)
    }

    /// The lock; a handler that panicked while it held it does not close the shop.
    fn lock(&self) -> MutexGuard<'_, Shop> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn numbered(id: u64, draft: ProductDraft) -> Product {
    let ProductDraft {
        name,
        category,
        price_cents,
        stock,
        tags,
    } = draft;
    Product {
        id,
        name,
        category,
        price_cents,
        stock,
        tags,
    }
}
