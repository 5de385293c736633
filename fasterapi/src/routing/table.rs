//! [`Table`]: finds the route of a path and method.
//!
//! A [`Tree`] finds the shape; the candidates of one shape are looked at in the order they were declared, with a regular
//! expression where a template says more than its shape. Only when none of them takes the method are all routes asked
//! (`/users/fixed` with PUT does not hide GET `/users/{name}`).

use std::collections::HashMap;
use std::sync::OnceLock;

use http::Method;
use regex::Regex;

use super::Template;
use super::methods::Methods;
use super::tree::{Part, Tree};
use crate::request::PathParams;

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// The operation of this number.
    Operation(usize),
    /// The same, behind middleware of its own.
    Wrapped(usize),
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
    Route(Target),
    /// Routes take the path, but with other methods.
    OtherMethods(Vec<Method>),
    /// No route takes the path.
    Nothing,
}

#[derive(Debug)]
struct Entry {
    template: Template,
    methods: Methods,
    target: Target,
    plain: bool,
    arity: usize,
    regex: OnceLock<Option<Regex>>,
    label: String,
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

    /// Puts the captures into `params`, when the template takes the path.
    #[cold]
    fn capture(&self, path: &str, base: usize, params: &mut PathParams) -> bool {
        self.captures(path, base).map(|captures| *params = captures).is_some()
    }
}

/// All routes of an app.
#[derive(Debug)]
pub(crate) struct Table {
    tree: Tree,
    /// For each shape of the tree its candidates, as numbers of `entries`.
    candidates: Vec<Vec<usize>>,
    entries: Vec<Entry>,
}

impl Table {
    /// Finds the route for `path`. Its captures go into `params`, which is empty; they count from `base`, the length of
    /// what was cut off before the path.
    #[inline]
    pub(crate) fn find(&self, method: &Method, path: &str, base: usize, params: &mut PathParams) -> Found {
        let Some(shape) = self.tree.find(path, base, params) else {
            return Found::Nothing;
        };
        for &index in &self.candidates[shape] {
            let entry = &self.entries[index];
            if !entry.methods.contains(method) {
                continue;
            }
            if !entry.plain {
                if !entry.capture(path, base, params) {
                    continue;
                }
            } else if params.len() < entry.arity {
                // the empty end of a `path` parameter
                params.push(base + path.len(), base + path.len());
            }
            return Found::Route(entry.target);
        }
        self.search(method, path, base, params)
    }

    /// Asks every route, in the order they were declared.
    #[cold]
    fn search(&self, method: &Method, path: &str, base: usize, params: &mut PathParams) -> Found {
        let mut others: Vec<Method> = Vec::new();
        for entry in &self.entries {
            let Some(captures) = entry.captures(path, base) else {
                continue;
            };
            if entry.methods.contains(method) {
                *params = captures;
                return Found::Route(entry.target);
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
        self.tree.find(path, 0, &mut PathParams::default()).is_some()
            && self.entries.iter().any(|entry| entry.captures(path, 0).is_some())
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
        self.entries.push(Entry {
            template,
            methods: Methods::new(methods),
            target,
            plain,
            arity,
            regex: OnceLock::new(),
            label,
        });
    }

    /// Makes the table; adds a sentence to `problems` for each pair of routes of one shape and method.
    pub(crate) fn build(self, problems: &mut Vec<String>) -> Table {
        let mut numbers: HashMap<Vec<Part>, usize> = HashMap::with_capacity(self.entries.len());
        let mut candidates: Vec<Vec<usize>> = Vec::with_capacity(self.entries.len());
        let mut tree = Tree::default();
        for (index, entry) in self.entries.iter().enumerate() {
            let shape = entry.template.shape();
            // A `path` parameter may be empty, which the rest of a shape is not: this is matched too.
            let empty = shape.strip_suffix(&[Part::Rest]).map(<[Part]>::to_vec);
            for (is_empty, shape) in [Some(shape), empty].into_iter().flatten().enumerate() {
                let number = *numbers.entry(shape).or_insert_with_key(|shape| {
                    tree.insert(shape, candidates.len());
                    candidates.push(Vec::new());
                    candidates.len() - 1
                });
                if is_empty == 0 {
                    self.conflicts(index, &candidates[number], problems);
                }
                candidates[number].push(index);
            }
        }
        for (shape, number) in numbers {
            // exact text before an empty `path` end, else the order of declaration
            candidates[number].sort_by_key(|&index| self.entries[index].template.shape() != shape);
        }
        Table {
            tree,
            candidates,
            entries: self.entries,
        }
    }

    /// The routes among `others` that take what this one does; they have the same shape.
    fn conflicts(&self, index: usize, others: &[usize], problems: &mut Vec<String>) {
        let entry = &self.entries[index];
        for other in others.iter().map(|&other| &self.entries[other]) {
            let shared = entry.methods.iter().find(|method| other.methods.contains(method));
            if let (Some(method), true) = (shared, entry.template.is_same(&other.template)) {
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
        let mut params = PathParams::default();
        match table.find(&method, path, 0, &mut params) {
            Found::Route(Target::Operation(i)) => {
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
        let found = |method: &Method, path: &str| table.find(method, path, 0, &mut PathParams::default());
        assert!(
            matches!(found(&Method::POST, "/users/fixed"), Found::OtherMethods(m) if m == [Method::GET, Method::PUT])
        );
        assert!(matches!(found(&Method::GET, "/none"), Found::Nothing));
        assert!(table.knows("/users/x") && !table.knows("/users/x/y"));
    }

    #[test]
    fn a_look_up_sees_the_candidates_of_one_shape_however_many_routes_there_are() {
        let paths: Vec<String> = (0..1000).map(|i| format!("/group{}/items{i}/{{id}}", i % 7)).collect();
        let routes: Vec<(&str, &str)> = paths.iter().map(|path| ("GET", path.as_str())).collect();
        let table = table(&routes).unwrap();
        for i in [0, 1, 500, 999] {
            let path = format!("/group{}/items{i}/x", i % 7);
            let shape = table.tree.find(&path, 0, &mut PathParams::default()).unwrap();
            assert_eq!(table.candidates[shape], [i]);
        }
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
