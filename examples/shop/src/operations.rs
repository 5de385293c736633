//! For whoever keeps the shop running: how it is, and who may read its metrics.

use fasterapi::prelude::*;
use fasterapi::security::constant_time_eq;

use crate::models::Health;
use crate::store::Store;

/// Tell how the shop is doing
#[get("/health", tags = ["operations"])]
pub async fn health(store: State<Store>) -> Health {
    Health {
        products: store.product_count(),
        orders: store.order_count(),
    }
}

/// What reads the metrics shows as `Authorization: Bearer …`.
#[derive(Debug, Clone)]
pub struct ScrapeToken(Option<String>);

impl ScrapeToken {
    /// `SHOP_SCRAPE_TOKEN`; where it is not set, nobody reads the metrics.
    pub fn from_env() -> Self {
        Self(
            std::env::var("SHOP_SCRAPE_TOKEN")
                .ok()
                .filter(|token| !token.is_empty()),
        )
    }

    fn allows(&self, authorization: Option<&str>) -> bool {
        let given = authorization.and_then(|line| line.strip_prefix("Bearer "));
        match (&self.0, given) {
            (Some(token), Some(given)) => constant_time_eq(token, given),
            _ => false,
        }
    }
}

/// Lets those read the metrics who may.
#[dependency]
pub async fn scraper(#[header] authorization: Option<String>, token: State<ScrapeToken>) -> Result<(), HttpError> {
    match token.allows(authorization.as_deref()) {
        true => Ok(()),
        false => Err(HttpError::new(StatusCode::UNAUTHORIZED, "Not authenticated")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_are_for_those_who_have_the_token() {
        let token = ScrapeToken(Some("of-the-environment".to_owned()));
        assert!(token.allows(Some("Bearer of-the-environment")));
        for other in [None, Some("Bearer other"), Some("Bearer "), Some("of-the-environment")] {
            assert!(!token.allows(other), "{other:?}");
        }
        assert!(!ScrapeToken(None).allows(Some("Bearer ")));
    }
}
