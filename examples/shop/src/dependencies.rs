//! What several handlers need before they run.

use fasterapi::prelude::*;

/// A page of a listing.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    skip: usize,
    limit: usize,
}

impl Page {
    /// The part of `items` that is on this page.
    pub fn of<T>(self, items: impl IntoIterator<Item = T>) -> Vec<T> {
        items.into_iter().skip(self.skip).take(self.limit).collect()
    }
}

/// Reads `?skip=…&limit=…`.
#[dependency]
pub async fn page(
    /// How many to leave out.
    #[query(default = 0, le = 100_000)]
    skip: u32,
    /// How many to return at most.
    #[query(default = 20, ge = 1, le = 100)]
    limit: u32,
) -> Page {
    Page {
        skip: skip as usize,
        limit: limit as usize,
    }
}
