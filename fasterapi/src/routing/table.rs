//! [`Table`]: finds the route of a path and method.
//!
//! matchit finds the shape; the candidates of one shape are looked at in the order they were declared, with a regular
//! expression where a template says more than its shape. Only when none of them takes the method are all routes asked
//! (`/users/fixed` with PUT does not hide GET `/users/{name}`).

use std::collections::HashMap;
use std::sync::OnceLock;

use http::Method;
use regex::Regex;

use super::Template;
use crate::request::PathParams;

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// The operation of this number.
    Operation(usize),
    /// A page of the framework itself.
    Page(Page),
}

/// A page that the framework serves itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// The OpenAPI document.
    OpenApi,
    /// Swagger UI, ReDoc, or one of their files.
    #[cfg(feature = "docs")]
    Docs,
}

/// The outcome of a look-up.
#[derive(Debug)]
pub(crate) enum Found {
    /// A route takes path and method.
    Route(Target, PathParams),
    /// Routes take the path, but with other methods.
    OtherMethods(Vec<Method>),
    /// No route takes the path.
    Nothing,
}

#[derive(Debug)]
struct Entry {
    template: Template,
    methods: Vec<Method>,
    target: Target,
    plain: bool,
    arity: usize,
    regex: OnceLock<Option<Regex>>,
    label: String,
    class: String,
}

impl Entry {
    /// The captures, when the template takes the path; looks at the whole template.
    fn captures(&self, path: &str, base: usize) -> Option<PathParams> {
        let groups = self
            .regex
            .get_or_init(|| self.template.regex().ok())
            .as_ref()?
            .captures(path)?;
        let mut params = PathParams::default();
        for group in groups.iter().skip(1).flatten() {
            params.push(base + group.start(), base + group.end());
        }
        Some(params)
    }
}

/// All routes of an app.
#[derive(Debug)]
pub(crate) struct Table {
    shapes: matchit::Router<Vec<usize>>,
    entries: Vec<Entry>,
}

impl Table {
    /// Finds the route for `path`; captures count from `base`, the length of what was cut off before it.
    pub(crate) fn find(&self, method: &Method, path: &str, base: usize) -> Found {
        let Ok(matched) = self.shapes.at(path) else {
            return Found::Nothing;
        };
        for &index in matched.value {
            let entry = &self.entries[index];
            if !entry.methods.contains(method) {
                continue;
            }
            if !entry.plain {
                match entry.captures(path, base) {
                    Some(params) => return Found::Route(entry.target, params),
                    None => continue,
                }
            }
            let mut params = PathParams::default();
            for (_, value) in matched.params.iter() {
                let start = base + (value.as_ptr() as usize - path.as_ptr() as usize);
                params.push(start, start + value.len());
            }
            if params.len() < entry.arity {
                // the empty end of a `path` parameter
                params.push(base + path.len(), base + path.len());
            }
            return Found::Route(entry.target, params);
        }
        self.search(method, path, base)
    }

    /// Asks every route, in the order they were declared.
    #[cold]
    fn search(&self, method: &Method, path: &str, base: usize) -> Found {
        let mut others: Vec<Method> = Vec::new();
        for entry in &self.entries {
            let Some(params) = entry.captures(path, base) else {
                continue;
            };
            if entry.methods.contains(method) {
                return Found::Route(entry.target, params);
            }
            others.extend(
                entry
                    .methods
                    .iter()
                    .filter(|method| !others.contains(method))
                    .cloned()
                    .collect::<Vec<_>>(),
            );
        }
        if others.is_empty() {
            Found::Nothing
        } else {
            Found::OtherMethods(others)
        }
    }

    /// Whether any route takes the path, with whatever method.
    pub(crate) fn knows(&self, path: &str) -> bool {
        self.shapes.at(path).is_ok() && self.entries.iter().any(|entry| entry.captures(path, 0).is_some())
    }
}

/// Collects routes and finds those that cannot be told apart.
#[derive(Debug, Default)]
pub(crate) struct TableBuilder {
    entries: Vec<Entry>,
}

impl TableBuilder {
    /// Adds a route; `label` names it in an error.
    pub(crate) fn add(&mut self, template: Template, methods: Vec<Method>, target: Target, label: String) {
        let (plain, arity) = (template.is_plain(), template.names().count());
        let class = template.class();
        self.entries.push(Entry {
            class,
            template,
            methods,
            target,
            plain,
            arity,
            regex: OnceLock::new(),
            label,
        });
    }

    /// Makes the table; adds a sentence to `problems` for each pair of routes of one shape and method.
    pub(crate) fn build(self, problems: &mut Vec<String>) -> Table {
        let mut by_shape: HashMap<String, Vec<usize>> = HashMap::new();
        let mut order: Vec<String> = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            for shape in [Some(entry.template.shape()), entry.template.empty_shape()]
                .into_iter()
                .flatten()
            {
                let candidates = by_shape.entry(shape.clone()).or_default();
                if candidates.is_empty() {
                    order.push(shape);
                }
                candidates.push(index);
            }
            self.conflicts(index, problems);
        }
        let mut shapes = matchit::Router::new();
        for shape in order {
            let mut candidates = by_shape.remove(&shape).unwrap_or_default();
            // exact text before an empty `path` end, else the order of declaration
            candidates.sort_by_key(|&i| self.entries[i].template.shape() != shape);
            if let Err(error) = shapes.insert(&shape, candidates) {
                problems.push(format!("the path {shape:?} cannot be routed: {error}"));
            }
        }
        Table {
            shapes,
            entries: self.entries,
        }
    }

    fn conflicts(&self, index: usize, problems: &mut Vec<String>) {
        let entry = &self.entries[index];
        for other in &self.entries[..index] {
            let shared = entry.methods.iter().find(|method| other.methods.contains(method));
            if let (Some(method), true) = (shared, entry.class == other.class) {
                problems.push(format!(
                    "two routes take {method} {}: {} and {}; remove one or give it another path",
                    entry.template.text(),
                    other.label,
                    entry.label
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(routes: &[(&str, &str)]) -> Result<Table, Vec<String>> {
        let mut builder = TableBuilder::default();
        for (i, (method, path)) in routes.iter().enumerate() {
            let methods = vec![method.parse().unwrap()];
            builder.add(
                Template::parse(path).unwrap(),
                methods,
                Target::Operation(i),
                format!("r{i}"),
            );
        }
        let mut problems = Vec::new();
        let table = builder.build(&mut problems);
        if problems.is_empty() { Ok(table) } else { Err(problems) }
    }

    fn find(table: &Table, method: Method, path: &str) -> Option<(usize, Vec<String>)> {
        match table.find(&method, path, 0) {
            Found::Route(Target::Operation(i), params) => {
                Some((i, (0..).map_while(|n| params.get(path, n).map(str::to_owned)).collect()))
            }
            _ => None,
        }
    }

    #[test]
    fn candidates_of_one_shape_are_tried_in_order() {
        let table = table(&[
            ("GET", "/nums/{n:int}"),
            ("GET", "/nums/{n}"),
            ("GET", "/tree/{where:path}"),
            ("GET", "/blobs/{name:path}/meta"),
            ("GET", "/blobs/{name:path}"),
            ("GET", "/users/{name}"),
            ("PUT", "/users/fixed"),
        ])
        .unwrap();
        let get = |path: &str| find(&table, Method::GET, path).map(|(i, params)| (i, params.join("|")));
        assert_eq!(get("/nums/12"), Some((0, "12".into())));
        assert_eq!(get("/nums/-12"), Some((1, "-12".into())));
        assert_eq!(get("/tree/a/b/"), Some((2, "a/b/".into())));
        assert_eq!(get("/tree/"), Some((2, String::new())));
        assert_eq!(get("/blobs/a/b/meta"), Some((3, "a/b".into())));
        assert_eq!(get("/blobs/meta"), Some((4, "meta".into())));
        assert_eq!(get("/users/fixed"), Some((5, "fixed".into())));
        assert_eq!(find(&table, Method::PUT, "/users/fixed"), Some((6, Vec::new())));
        assert!(
            matches!(table.find(&Method::POST, "/users/fixed", 0), Found::OtherMethods(m) if m == [Method::GET, Method::PUT])
        );
        assert!(matches!(table.find(&Method::GET, "/none", 0), Found::Nothing));
        assert!(table.knows("/users/x") && !table.knows("/users/x/y"));
    }

    #[test]
    fn routes_of_one_shape_and_method_are_refused_by_name() {
        let problems = table(&[("GET", "/a/{x}"), ("POST", "/a/{x}"), ("GET", "/a/{y}")]).unwrap_err();
        assert_eq!(
            problems,
            ["two routes take GET /a/{y}: r0 and r2; remove one or give it another path"]
        );
    }
}
