//! Names made from a route: the operation id, the path as the document writes it, the summary.

use crate::model::title_case;

use super::{OperationSpec, RouteInfo};

/// The path template without converters: `/files/{path:path}` becomes `/files/{path}`.
pub(super) fn path_format(template: &str) -> String {
    let mut path = String::with_capacity(template.len());
    let mut converter = false;
    let mut inside = false;
    for (at, c) in template.char_indices() {
        match c {
            // a runtime expression is written as it is
            '{' if template[at..].starts_with("{$") => {}
            '{' => inside = true,
            '}' => (inside, converter) = (false, false),
            ':' if inside => converter = true,
            _ => {}
        }
        if !converter {
            path.push(c);
        }
    }
    path
}

/// The operation id: as given, else from the app's function, else name, path and method as FastAPI joins them.
pub(super) fn operation_id(spec: &OperationSpec) -> String {
    let attributes = &spec.attributes;
    if let Some(id) = &attributes.operation_id {
        return id.clone();
    }
    let path = path_format(&spec.path);
    if let Some(generate) = attributes.inherited.unique_id {
        return generate(&RouteInfo {
            name: &attributes.name,
            path: &path,
            methods: &attributes.methods,
            tags: &attributes.inherited.tags,
        });
    }
    let word = |c: char| if c.is_alphanumeric() || c == '_' { c } else { '_' };
    let mut id: String = attributes.name.chars().chain(path.chars()).map(word).collect();
    if let Some(method) = attributes.methods.first() {
        id.push('_');
        id.push_str(&method.as_str().to_lowercase());
    }
    id
}

/// The summary of a function that says nothing of itself: "read_item" becomes "Read Item".
pub(super) fn summary(name: &str) -> String {
    title_case(&name.replace('_', " "))
}

/// The title of a response's inline schema.
pub(super) fn response_title(code: Option<&str>, operation_id: &str) -> String {
    let name = match code {
        Some(code) => format!("Response_{code}_{operation_id}"),
        None => format!("Response_{operation_id}"),
    };
    summary(&name)
}

/// The title of the inline schema of a stream's items.
pub(super) fn item_title(operation_id: &str) -> String {
    summary(&format!("StreamItem_{operation_id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converters_are_stripped() {
        assert_eq!(path_format("/tree/{where:path}/{n}"), "/tree/{where}/{n}");
        assert_eq!(path_format("/a:b/{x:int}.{y}"), "/a:b/{x}.{y}");
    }

    #[test]
    fn titles_of_responses_keep_double_spaces() {
        assert_eq!(response_title(None, "read_x_x__get"), "Response Read X X  Get");
        assert_eq!(response_title(Some("404"), "lists_get"), "Response 404 Lists Get");
    }
}
