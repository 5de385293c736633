//! What the shop sells.

use fasterapi::prelude::*;

/// A book.
#[model]
pub(crate) struct Book {
    pub(crate) id: u32,
    pub(crate) title: String,
    pub(crate) author: String,
    /// In cents.
    pub(crate) price: u64,
}

/// All books.
#[derive(Debug)]
pub(crate) struct Catalogue(Vec<Book>);

impl Catalogue {
    pub(crate) fn sample() -> Self {
        let book = |id, title: &str, author: &str, price| Book {
            id,
            title: title.to_owned(),
            author: author.to_owned(),
            price,
        };
        Self(vec![
            book(1, "Sense & Sensibility", "Jane Austen", 990),
            book(2, "Middlemarch", "George Eliot", 1450),
            book(3, "The <Tag> Book", "A. Nonymous", 505),
        ])
    }

    pub(crate) fn book(&self, id: u32) -> Option<&Book> {
        self.0.iter().find(|book| book.id == id)
    }

    /// The books whose title or author has these letters, whatever their case.
    pub(crate) fn search(&self, text: &str) -> Vec<&Book> {
        let text = text.to_lowercase();
        let has = |part: &str| part.to_lowercase().contains(&text);
        self.0
            .iter()
            .filter(|book| has(&book.title) || has(&book.author))
            .collect()
    }
}
