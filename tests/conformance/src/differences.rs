//! `DIFFERENCES.md`: what is meant to differ from FastAPI, and why.

use std::path::Path;

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The app.
    pub app: String,
    /// What differs in it.
    pub subject: Subject,
    /// Why, as a FastAPI user would accept it.
    pub reason: String,
}

impl Difference {
    /// The row of `docs/parity.md` by which the difference was decided, when the reason begins with one (`ROUTE-24:`).
    pub fn decided_by(&self) -> Option<&str> {
        let (id, _) = self.reason.split_once(':')?;
        let (area, number) = id.split_once('-')?;
        let is_id =
            area.bytes().all(|byte| byte.is_ascii_uppercase()) && number.bytes().all(|byte| byte.is_ascii_digit());
        is_id.then_some(id)
    }

    /// Whether all that was `found` is what the inventory decided: such an answer is the wanted one.
    pub fn is_decided(&self, found: &[String]) -> bool {
        let Some(&(_, prefix)) = DECIDED.iter().find(|(id, _)| self.decided_by() == Some(id)) else {
            return false;
        };
        found.iter().all(|difference| difference.starts_with(prefix))
    }
}

/// The rows of `docs/parity.md` that ask for another answer than FastAPI's, and how the difference they ask for begins.
/// Whatever else differs in such a case is a difference like any other.
const DECIDED: [(&str, &str); 2] = [
    ("ROUTE-24", "header allow: "),
    ("MW-09", "unexpected header access-control-"),
];

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A case, by its name.
    Case(String),
    /// The OpenAPI document at this place and below; `#` is all of it.
    Document(String),
}

impl Difference {
    /// Whether this row is about the case `name` of `app`.
    pub fn covers_case(&self, app: &str, name: &str) -> bool {
        self.app == app && matches!(&self.subject, Subject::Case(case) if case == name)
    }

    /// Whether this row is about the place `at` in the document of `app`.
    pub fn covers_place(&self, app: &str, at: &str) -> bool {
        let Subject::Document(root) = &self.subject else {
            return false;
        };
        let below = at.strip_prefix(root.as_str());
        self.app == app && below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// The rows of the package's `DIFFERENCES.md`.
///
/// # Errors
/// When it cannot be read, or a row is not one.
pub fn load() -> Result<Vec<Difference>, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("DIFFERENCES.md");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let rows = parse(&text)?;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/parity.md");
    let parity = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    match rows
        .iter()
        .filter_map(Difference::decided_by)
        .find(|id| !parity.contains(&format!("| {id} | changed |")))
    {
        Some(id) => Err(format!("docs/parity.md does not say that {id} is changed")),
        None => Ok(rows),
    }
}

/// The rows of a table `| app | case | reason |`; all other lines are prose.
fn parse(text: &str) -> Result<Vec<Difference>, String> {
    let mut rows: Vec<Difference> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let &[app, case, reason] = cells.as_slice() else {
            return Err(format!("not three cells: {line}"));
        };
        if app == "app" || app.chars().all(|c| matches!(c, '-' | ':')) {
            continue;
        }
        if case.is_empty() || reason.is_empty() {
            return Err(format!("an empty cell: {line}"));
        }
        let row = Difference {
            app: app.to_owned(),
            subject: subject(case, reason),
            reason: reason.to_owned(),
        };
        if rows
            .iter()
            .any(|other| other.app == row.app && other.subject == row.subject)
        {
            return Err(format!("listed twice: {line}"));
        }
        rows.push(row);
    }
    Ok(rows)
}

/// `openapi`, or a case's name. A reason that begins with a place in the document (`` `#/paths//a` ``) narrows the row
/// down to it.
fn subject(case: &str, reason: &str) -> Subject {
    if case != "openapi" {
        return Subject::Case(case.to_owned());
    }
    let place = reason.strip_prefix("`#/").and_then(|rest| rest.split_once('`'));
    Subject::Document(place.map_or("#".to_owned(), |(place, _)| format!("#/{place}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_and_prose_is_not() {
        let rows = parse(
            "# Title\n\n| app | case | reason |\n|---|---|---|\n| a | int huge | big |\n| a | openapi | `#/paths//x`: y |\n",
        );
        let rows = rows.unwrap();
        assert_eq!(rows.len(), 2);
        assert!(rows[0].covers_case("a", "int huge"));
        assert!(!rows[0].covers_case("b", "int huge"));
        assert!(!rows[0].covers_case("a", "int"));
        assert!(!rows[0].covers_place("a", "#"));
    }

    #[test]
    fn a_place_covers_what_is_below_it() {
        let rows = parse("| a | openapi | `#/paths//x`: y |\n| b | openapi | z |").unwrap();
        assert!(rows[0].covers_place("a", "#/paths//x"));
        assert!(rows[0].covers_place("a", "#/paths//x/get/summary"));
        assert!(!rows[0].covers_place("a", "#/paths//xy"));
        assert!(!rows[0].covers_place("a", "#/paths"));
        assert!(rows[1].covers_place("b", "#/info"));
    }

    #[test]
    fn a_case_that_only_begins_with_openapi_is_a_case() {
        assert!(parse("| a | openapi post | y |").unwrap()[0].covers_case("a", "openapi post"));
        assert!(parse("| a | get | `#/paths`: y |").unwrap()[0].covers_case("a", "get"));
    }

    #[test]
    fn a_reason_may_begin_with_what_decided_it() {
        let rows = parse("| a | b | ROUTE-24: x |\n| a | c | Allow: x |\n| a | d | x |").unwrap();
        let decided: Vec<_> = rows.iter().map(Difference::decided_by).collect();
        assert_eq!(decided, [Some("ROUTE-24"), None, None]);
    }

    #[test]
    fn only_what_was_decided_is_decided() {
        let rows = parse("| a | b | ROUTE-24: x |\n| a | c | MW-08: x |\n| a | d | x |").unwrap();
        let found = |text: &str| vec![text.to_owned()];
        assert!(rows[0].is_decided(&found("header allow: [\"GET\"]")));
        assert!(!rows[0].is_decided(&found("header vary: [\"GET\"]")));
        assert!(!rows[0].is_decided(&["header allow: []".to_owned(), "status 404".to_owned()]));
        assert!(!rows[1].is_decided(&found("header allow: []")));
        assert!(!rows[2].is_decided(&found("header allow: []")));
    }

    #[test]
    fn broken_rows_are_refused() {
        assert!(parse("| a | b |").is_err());
        assert!(parse("| a | b |  |").is_err());
        assert!(parse("| a | b | c |\n| a | b | d |").is_err());
    }
}
