//! Changing the query of a [`Url`].

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Url, pairs};

/// What stays as it is in a query: Python's `urlencode`, and the form encoding of the URL standard but for `*`.
const QUOTED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b' ');

impl Url {
    /// With these parameters in the query, in the place of others of their names.
    ///
    /// ```
    /// use fasterapi::prelude::*;
    ///
    /// #[get("/items")]
    /// async fn items(request: &Request) -> String {
    ///     request.url().include_query_params([("page", "2")]).to_string()
    /// }
    ///
    /// let client = fasterapi::testing::TestClient::new(App::new().routes(routes![items])).unwrap();
    /// let next: String = client.get("/items?page=1&q=a").send().json();
    /// assert_eq!(next, "http://testserver/items?page=2&q=a");
    /// ```
    #[must_use]
    pub fn include_query_params<N: AsRef<str>, V: ToString>(self, params: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut query = self.decoded_query();
        for (name, value) in params {
            let (name, value) = (name.as_ref(), value.to_string());
            match query.iter().position(|(known, _)| known == name) {
                Some(place) => {
                    query[place].1 = value;
                    let mut place_of = 0..;
                    query.retain(|(known, _)| place_of.next() <= Some(place) || known != name);
                }
                None => query.push((name.to_owned(), value)),
            }
        }
        self.with_pairs(query)
    }

    /// With these parameters as its query, and no others.
    #[must_use]
    pub fn replace_query_params<N: AsRef<str>, V: ToString>(self, params: impl IntoIterator<Item = (N, V)>) -> Self {
        let params = params.into_iter();
        let query = params.map(|(name, value)| (name.as_ref().to_owned(), value.to_string()));
        let query = query.collect();
        self.with_pairs(query)
    }

    /// Without the parameters of these names.
    #[must_use]
    pub fn remove_query_params<N: AsRef<str>>(self, names: impl IntoIterator<Item = N>) -> Self {
        let mut query = self.decoded_query();
        for name in names {
            query.retain(|(known, _)| known != name.as_ref());
        }
        self.with_pairs(query)
    }

    fn decoded_query(&self) -> Vec<(String, String)> {
        pairs(self.query().unwrap_or_default())
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect()
    }

    fn with_pairs(self, pairs: Vec<(String, String)>) -> Self {
        let quote = |text: &str| utf8_percent_encode(text, QUOTED).to_string().replace(' ', "+");
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, value)| format!("{}={}", quote(name), quote(value)))
            .collect();
        let query = pairs.join("&");
        self.with_query(Some(query).filter(|query| !query.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(query: &str) -> Url {
        Url::new("https", "a".into(), "/p".into(), Some(query.into()))
    }

    #[test]
    fn parameters_come_in_the_place_of_others_of_their_name() {
        let included = url("a=1&b=2&a=3&c=").include_query_params([("a", "x y"), ("d", "ü&=")]);
        assert_eq!(included.to_string(), "https://a/p?a=x+y&b=2&c=&d=%C3%BC%26%3D");
        assert_eq!(
            url("a=1").replace_query_params([("b", 2)]).to_string(),
            "https://a/p?b=2"
        );
        assert_eq!(
            url("a=1&b=%20&a=3").remove_query_params(["a", "z"]).query(),
            Some("b=+")
        );
        assert_eq!(url("a=1").remove_query_params(["a"]).to_string(), "https://a/p");
    }
}
