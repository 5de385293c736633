//! Documentation pages: every implementation writes its own, but they point at the same schema.

/// Whether a recorded text is a page of Swagger UI or ReDoc.
pub(crate) fn is_documentation(recorded: &str) -> bool {
    recorded.contains("swagger-ui") || recorded.contains("redoc")
}

/// Whether `got` names the schema that the recorded page names.
pub(crate) fn differences(recorded: &str, got: &str) -> Vec<String> {
    let mut found = Vec::new();
    match schema_url(recorded) {
        None => found.push("the recorded page names no schema".to_owned()),
        Some(url) if !names(got, url) => found.push(format!("the page does not name the schema {url}")),
        Some(_) => {}
    }
    found
}

fn schema_url(recorded: &str) -> Option<&str> {
    between(recorded, "url: '", "'").or_else(|| between(recorded, "spec-url=\"", "\""))
}

/// Whether `url` stands in quotes somewhere: in an attribute, a script, or JSON inside an attribute.
fn names(page: &str, url: &str) -> bool {
    ["\"", "'", "&quot;", "&#34;"]
        .iter()
        .any(|quote| page.contains(&format!("{quote}{url}{quote}")))
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    Some(rest.split_once(after)?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SWAGGER: &str = "<div id=\"swagger-ui\"></div> url: '/api/openapi.json',";
    const REDOC: &str = "<redoc spec-url=\"/openapi.json\"></redoc>";

    #[test]
    fn a_page_of_another_make_is_fine_when_it_names_the_schema() {
        assert!(is_documentation(SWAGGER) && is_documentation(REDOC));
        let page = "<body data-url=\"/api/openapi.json\">";
        assert_eq!(differences(SWAGGER, page), Vec::<String>::new());
        assert_eq!(differences(REDOC, REDOC), Vec::<String>::new());
    }

    #[test]
    fn a_page_that_names_another_schema_differs() {
        assert_eq!(differences(SWAGGER, "url: '/openapi.json'").len(), 1);
        assert_eq!(differences(SWAGGER, "see /api/openapi.json").len(), 1);
        assert_eq!(differences(SWAGGER, "").len(), 1);
    }
}
