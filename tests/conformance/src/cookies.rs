//! When two `Set-Cookie` headers are the same: attributes in any order and case, masked values ignored.

use std::collections::BTreeSet;

use crate::compare::VOLATILE;

/// Whether both lists set the same cookies in the same order.
pub(crate) fn same<A: AsRef<str>, B: AsRef<str>>(expected: &[A], got: &[B], volatile: &BTreeSet<String>) -> bool {
    let keys = |cookie: &str| key(cookie, volatile);
    expected
        .iter()
        .map(|cookie| keys(cookie.as_ref()))
        .eq(got.iter().map(|cookie| keys(cookie.as_ref())))
}

fn key(cookie: &str, volatile: &BTreeSet<String>) -> (String, Vec<String>) {
    let mut parts = cookie.split(';').map(str::trim);
    let pair = parts.next().unwrap_or_default();
    let name = pair.split('=').next().unwrap_or_default();
    let shown = if pair.contains(VOLATILE) || volatile.contains(name) {
        name
    } else {
        pair
    };
    let mut attributes: Vec<String> = parts.map(attribute).collect();
    attributes.sort();
    (shown.to_owned(), attributes)
}

/// One attribute in lower case; the time of `Expires` changes from run to run.
fn attribute(text: &str) -> String {
    let text = text.to_lowercase();
    if text.starts_with("expires=") {
        "expires".to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same_as(expected: &str, got: &str, volatile: &[&str]) -> bool {
        same(
            &[expected],
            &[got],
            &volatile.iter().map(|name| name.to_string()).collect(),
        )
    }

    #[test]
    fn attributes_come_in_any_order_and_case() {
        assert!(same_as("a=1; Path=/; HttpOnly", "a=1; httponly; path=/", &[]));
        assert!(same_as("a=1; expires=Mon", "a=1; Expires=Tue", &[]));
    }

    #[test]
    fn values_and_attributes_can_differ() {
        assert!(!same_as("a=1; Path=/", "a=2; Path=/", &[]));
        assert!(!same_as("a=1; Path=/", "a=1", &[]));
        assert!(!same_as("a=1; Path=/", "a=1; Path=/x", &[]));
        assert!(!same_as("a=1", "b=1", &["a"]));
        assert!(!same(&["a=1", "b=2"], &["a=1"], &BTreeSet::new()));
    }

    #[test]
    fn masked_values_are_not_compared() {
        assert!(same_as("a=<volatile>; Path=/", "a=zzz; Path=/", &["a"]));
        assert!(same_as("a=1; Path=/", "a=zzz; Path=/", &["a"]));
    }
}
