//! [`Template`]: the path of a route, `/items/{item_id}/files/{name}.{ext}/{rest:path}`.

use syn::LitStr;

use super::args::nearest;

/// The converters a segment may name, as Starlette knows them.
const CONVERTERS: [&str; 5] = ["str", "int", "float", "uuid", "path"];

/// A path template as it is written, and the names in it.
#[derive(Debug)]
pub(crate) struct Template {
    /// The literal.
    pub(crate) literal: LitStr,
    /// The names in braces, in order.
    pub(crate) names: Vec<String>,
}

impl Template {
    /// Reads a template; every mistake in it is told.
    pub(crate) fn parse(literal: LitStr) -> syn::Result<Self> {
        Self::of(literal, true)
    }

    /// Reads the name of a webhook, which may have parameters and is no path.
    pub(crate) fn parse_name(literal: LitStr) -> syn::Result<Self> {
        Self::of(literal, false)
    }

    fn of(literal: LitStr, is_path: bool) -> syn::Result<Self> {
        let (names, mistakes) = read(&literal.value(), is_path);
        let errors = mistakes
            .into_iter()
            .map(|mistake| syn::Error::new(literal.span(), mistake));
        match errors.reduce(|mut all, error| {
            all.combine(error);
            all
        }) {
            Some(error) => Err(error),
            None => Ok(Self { literal, names }),
        }
    }

    /// Whether the template has `{name}`.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|candidate| candidate == name)
    }
}

/// The names of `path`, and what is wrong with it. A runtime expression, `{$request.body#/url}`, is left to the document:
/// a callback's path is made of them.
fn read(path: &str, is_path: bool) -> (Vec<String>, Vec<String>) {
    let mut names: Vec<String> = Vec::new();
    let mut mistakes = Vec::new();
    if is_path && !path.is_empty() && !path.starts_with('/') && !path.starts_with("{$") {
        mistakes.push(format!("the path `{path}` must start with `/`: write `\"/{path}\"`"));
    }
    let mut rest = path;
    while let Some(at) = rest.find(['{', '}', '?', '#']) {
        let (mark, tail) = (rest.as_bytes()[at], &rest[at + 1..]);
        rest = tail;
        if mark == b'{' && tail.starts_with('$') {
            match tail.find('}') {
                Some(end) => rest = &tail[end + 1..],
                None => mistakes.push(format!("the `{{` in the path `{path}` is never closed; add the `}}`")),
            }
            continue;
        }
        match mark {
            b'{' => {
                let end = tail.find(['{', '}', '/']).filter(|&end| tail.as_bytes()[end] == b'}');
                let Some(end) = end else {
                    mistakes.push(format!("the `{{` in the path `{path}` is never closed; add the `}}`"));
                    continue;
                };
                rest = &tail[end + 1..];
                match parameter(&tail[..end]) {
                    Ok(name) if names.iter().any(|known| known == name) => {
                        mistakes.push(format!(
                            "`{{{name}}}` stands twice in the path `{path}`; rename one of them"
                        ));
                    }
                    Ok(name) => names.push(name.to_owned()),
                    Err(mistake) => mistakes.push(mistake),
                }
                if rest.starts_with('{') {
                    mistakes.push(format!(
                        "two parameters of the path `{path}` touch; put a text between them"
                    ));
                }
            }
            b'}' => mistakes.push(format!("the `}}` in the path `{path}` was never opened; add the `{{`")),
            mark => {
                let mark = char::from(mark);
                mistakes.push(format!(
                    "a path has no `{mark}`: remove it from `{path}`; what follows `?` are arguments of the function"
                ));
            }
        }
    }
    (names, mistakes)
}

/// The name inside `{name}` or `{name:converter}`.
fn parameter(inside: &str) -> Result<&str, String> {
    if let Some(name) = inside.strip_prefix('*') {
        return Err(format!(
            "`{{*{name}}}` is not a parameter; the rest of a path is `{{{name}:path}}`"
        ));
    }
    let (name, converter) = inside.split_once(':').unwrap_or((inside, "str"));
    let mut letters = name.chars();
    let starts = letters
        .next()
        .is_some_and(|first| first == '_' || first.is_alphabetic());
    if !starts || !letters.all(|letter| letter == '_' || letter.is_alphanumeric()) {
        return Err(format!(
            "`{{{inside}}}` must hold a name like an argument's: `{{item_id}}`"
        ));
    }
    if CONVERTERS.contains(&converter) {
        return Ok(name);
    }
    Err(match nearest(converter, &CONVERTERS) {
        Some(known) => format!("unknown converter `{converter}` in `{{{inside}}}`; did you mean `{known}`?"),
        None => format!(
            "unknown converter `{converter}` in `{{{inside}}}`; known are: {}",
            CONVERTERS.join(", ")
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    fn names(path: &str) -> Vec<String> {
        let (names, mistakes) = read(path, true);
        assert!(mistakes.is_empty(), "{path}: {mistakes:?}");
        names
    }

    fn mistake(path: &str) -> String {
        let (_, mistakes) = read(path, true);
        assert_eq!(mistakes.len(), 1, "{path}: {mistakes:?}");
        mistakes.into_iter().next().unwrap_or_default()
    }

    #[test]
    fn names_are_found_wherever_they_stand() {
        assert_eq!(names(""), Vec::<String>::new());
        assert_eq!(names("/"), Vec::<String>::new());
        assert_eq!(names("/items/{item_id}"), ["item_id"]);
        assert_eq!(names("/{a}-{b}.{ext}/{rest:path}"), ["a", "b", "ext", "rest"]);
    }

    #[test]
    fn runtime_expressions_are_no_parameters() {
        assert_eq!(names("{$callback_url}/sent/{$request.body#/id}"), Vec::<String>::new());
        assert!(mistake("/{$request").contains("never closed"));
        assert_eq!(read("gone/{id}", false), (vec!["id".to_owned()], Vec::new()));
    }

    #[test]
    fn mistakes_are_told() {
        assert!(mistake("items").contains("must start with `/`"));
        assert!(mistake("/items/{id").contains("never closed"));
        assert!(mistake("/items/id}").contains("never opened"));
        assert!(mistake("/{id}/{id}").contains("twice"));
        assert!(mistake("/{id:integer}").contains("known are"));
        assert!(mistake("/{id:pth}").contains("did you mean `path`"));
        assert!(mistake("/{*rest}").contains("{rest:path}"));
        assert!(mistake("/{item-id}").contains("name like an argument's"));
        assert!(mistake("/{}").contains("name like an argument's"));
        assert!(mistake("/{a}{b}").contains("touch"));
        assert!(mistake("/items?q={q}").contains("no `?`"));
    }
}
