//! Summary and description from what a handler says of itself.

use crate::handler::RouteAttributes;

use super::ids;

/// The summary and the description of an operation.
///
/// Of the doc comment the first paragraph is the summary and the rest the description; where `summary = ".."` is
/// given all of it is the description. An explicit `description` puts the doc comment aside.
pub(super) fn prose(attributes: &RouteAttributes) -> (String, Option<String>) {
    let name = || ids::summary(&attributes.name);
    let doc = attributes.doc.map(clean).unwrap_or_default();
    let (summary, description) = match (&attributes.summary, &attributes.description) {
        (summary, Some(description)) => (summary.clone().unwrap_or_else(name), clean(description)),
        (Some(summary), None) => (summary.clone(), doc),
        (None, None) => {
            let (first, rest) = split_paragraph(&doc);
            (if first.is_empty() { name() } else { first }, rest)
        }
    };
    (summary, Some(description).filter(|text| !text.is_empty()))
}

/// Without the common indentation and surrounding blank lines, and without what follows a form feed (also written as a
/// line that holds only `\f`, since a doc comment has no escapes).
fn clean(text: &str) -> String {
    let text = text.split('\u{c}').next().unwrap_or_default();
    let lines: Vec<&str> = text
        .lines()
        .take_while(|line| line.trim() != "\\f")
        .map(str::trim_end)
        .collect();
    let indentation = |line: &&str| line.len() - line.trim_start().len();
    let told = |line: &&&str| !line.is_empty();
    // The first line of a block comment stands right behind its opening, whatever the indentation of the others.
    let common = match lines.first().is_some_and(|line| line.starts_with(' ')) {
        true => lines.iter().filter(told).map(indentation).min(),
        false => lines.iter().skip(1).filter(told).map(indentation).min(),
    };
    let cut = |line: &&str| {
        line.get(common.unwrap_or(0).min(indentation(line))..)
            .unwrap_or_default()
            .to_owned()
    };
    let lines: Vec<String> = lines.iter().map(cut).collect();
    lines.join("\n").trim().to_owned()
}

fn split_paragraph(text: &str) -> (String, String) {
    let mut lines = text.lines();
    let first: Vec<&str> = lines
        .by_ref()
        .take_while(|line| !line.trim().is_empty())
        .map(str::trim)
        .collect();
    let rest: Vec<&str> = lines.collect();
    (first.join(" "), rest.join("\n").trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(doc: &'static str) -> RouteAttributes {
        RouteAttributes::new(&[http::Method::GET], "/x", "read_item", ("app", "app.rs", 1)).doc(doc)
    }

    fn told(attributes: &RouteAttributes) -> (String, String) {
        let (summary, description) = prose(attributes);
        (summary, description.unwrap_or_default())
    }

    fn pair(summary: &str, description: &str) -> (String, String) {
        (summary.to_owned(), description.to_owned())
    }

    #[test]
    fn the_first_paragraph_is_the_summary() {
        assert_eq!(
            told(&route(" Read one\n item\n\n With:\n\n - **q**: text")),
            pair("Read one item", "With:\n\n- **q**: text")
        );
        assert_eq!(told(&route("")), pair("Read Item", ""));
    }

    #[test]
    fn explicit_texts_win() {
        let doc = " Register:\n\n   - deep\n\n \\f\n Not shown";
        assert_eq!(told(&route(doc).summary("Add")), pair("Add", "Register:\n\n  - deep"));
        assert_eq!(told(&route(doc).description("Given")), pair("Read Item", "Given"));
        assert_eq!(told(&route(" Only\u{c} hidden")), pair("Only", ""));
    }
}
