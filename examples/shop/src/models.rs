//! What travels over the wire. The constraints are checked when a request is read, and told in the document.

use fasterapi::prelude::*;

/// What kind of thing a product is.
#[model]
#[derive(Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// To read.
    Books,
    /// To play.
    Games,
    /// To cook.
    Kitchen,
}

/// A product as staff describe it.
#[model]
pub struct ProductDraft {
    /// What it is called.
    #[field(min_length = 1, max_length = 80, examples = ["Chess board"])]
    pub name: String,
    /// What kind of thing it is.
    pub category: Category,
    /// Price of one, in cents.
    #[field(ge = 1, le = 10_000_000, examples = [2495])]
    pub price_cents: u32,
    /// How many are on the shelf.
    #[field(default, le = 100_000)]
    pub stock: u32,
    /// Words to find it by.
    #[field(default, max_length = 10, examples = [["wood", "two players"]])]
    pub tags: Vec<String>,
}

/// A product on the shelves.
#[model]
pub struct Product {
    /// Its number.
    pub id: u64,
    /// What it is called.
    pub name: String,
    /// What kind of thing it is.
    pub category: Category,
    /// Price of one, in cents.
    pub price_cents: u32,
    /// How many are on the shelf.
    pub stock: u32,
    /// Words to find it by.
    pub tags: Vec<String>,
}

/// Where an order goes.
#[model]
pub struct Address {
    /// Street and number.
    #[field(min_length = 1, max_length = 120, examples = ["12 St James's Square"])]
    pub street: String,
    /// City.
    #[field(min_length = 1, max_length = 80, examples = ["London"])]
    pub city: String,
    /// The country's two-letter code (ISO 3166-1).
    #[field(pattern = "^[A-Z]{2}$", examples = ["GB"])]
    pub country: String,
}

/// Who orders.
#[model]
pub struct Customer {
    /// Full name.
    #[field(min_length = 1, max_length = 120, examples = ["Ada Lovelace"])]
    pub name: String,
    /// Where the receipt goes.
    #[field(max_length = 254, pattern = r"^[^@\s]+@[^@\s]+$", examples = ["ada@example.com"])]
    pub email: String,
    /// Where the parcel goes.
    pub address: Address,
}

/// One line of an order.
#[model]
pub struct OrderLine {
    /// Which product.
    #[field(examples = [1])]
    pub product_id: u64,
    /// How many of it.
    #[field(ge = 1, le = 100, examples = [2])]
    pub quantity: u32,
}

/// An order as a customer places it.
#[model]
pub struct OrderDraft {
    /// Who orders.
    pub customer: Customer,
    /// What is ordered.
    #[field(min_length = 1, max_length = 20)]
    pub lines: Vec<OrderLine>,
    /// A word for whoever packs it.
    #[field(max_length = 500)]
    pub note: Option<String>,
}

/// How far an order has come.
#[model]
#[derive(Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Taken from the shelf, waiting to be packed.
    Placed,
    /// Put back on the shelf.
    Cancelled,
}

/// An order in the book.
#[model]
pub struct Order {
    /// Its number.
    pub id: u64,
    /// How far it has come.
    pub status: OrderStatus,
    /// Who ordered.
    pub customer: Customer,
    /// What was ordered.
    pub lines: Vec<OrderLine>,
    /// What it costs, in cents.
    pub total_cents: u64,
    /// A word for whoever packs it.
    pub note: Option<String>,
}

/// Somebody with a password.
#[model]
pub struct User {
    /// The name to log in with.
    pub username: String,
    /// The name to be greeted with.
    pub full_name: String,
    /// What tokens of this user may allow.
    pub scopes: Vec<String>,
}

/// How the shop is doing.
#[model]
pub struct Health {
    /// Products on the shelves.
    pub products: usize,
    /// Orders in the book.
    pub orders: usize,
}

/// What a client reads when something went wrong.
#[model]
pub struct Problem {
    /// What went wrong.
    pub detail: String,
}
