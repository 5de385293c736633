//! Whether a client asks for a page.

use http::{HeaderMap, header};

/// Whether `Accept` names HTML, with a weight above zero. A wildcard is not enough: scripts' requests have one.
pub(super) fn asks_for_a_page(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT).iter();
    let mut ranges = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    ranges.any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let is_page = ["text/html", "application/xhtml+xml"]
            .iter()
            .any(|page| name.eq_ignore_ascii_case(page));
        let weight = parts.find_map(|part| {
            let (key, value) = part.split_once('=')?;
            key.trim()
                .eq_ignore_ascii_case("q")
                .then(|| value.trim().parse::<f32>().unwrap_or(0.0))
        });
        is_page && weight.unwrap_or(1.0) > 0.0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_names_html_asks_for_a_page() {
        let asks = |accept: &str| asks_for_a_page(&HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]));
        assert!(asks("text/html,application/json;q=0.9,*/*;q=0.8"));
        assert!(asks("application/json, Application/XHTML+xml ; q=0.1"));
        assert!(!asks("*/*") && !asks("text/*") && !asks("application/json") && !asks(""));
        assert!(!asks("text/html;q=0") && !asks("text/html; Q=0.000"));
        assert!(!asks_for_a_page(&HeaderMap::new()));
    }
}
