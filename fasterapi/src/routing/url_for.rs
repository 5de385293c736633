//! Addresses from route names.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::Template;

/// What a path segment leaves as it is is all but these (RFC 3986, section 3.3).
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// As [`SEGMENT`], for a `path` parameter, which keeps its slashes.
const PATH: &AsciiSet = &SEGMENT.remove(b'/');

/// Why an address could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlError(String);

impl UrlError {
    pub(crate) fn unknown(name: &str) -> Self {
        Self(format!("no route is called {name:?}"))
    }

    pub(crate) fn needs_a_path(name: &str) -> Self {
        Self(format!(
            "the mount {name:?} takes one parameter, \"path\": what is asked of it"
        ))
    }

    pub(crate) fn no_such_route(name: &str) -> Self {
        Self(format!(
            "the function {name:?} is no route of this app; add it with `.routes(routes![{name}])`"
        ))
    }
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UrlError {}

/// A path, percent-encoded where it has to be.
pub(crate) fn encoded_path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// The path of the route called `name`, with exactly these parameters filled in.
pub(crate) fn path_for(template: &Template, name: &str, params: &[(&str, &str)]) -> Result<String, UrlError> {
    if let Some((extra, _)) = params
        .iter()
        .find(|(key, _)| !template.names().any(|known| known == *key))
    {
        return Err(UrlError(format!(
            "the route {name:?} ({}) has no parameter {extra:?}",
            template.text()
        )));
    }
    template.fill(|key, keeps_slashes| {
        let (_, value) = params.iter().find(|(known, _)| *known == key).ok_or_else(|| {
            UrlError(format!(
                "the route {name:?} ({}) needs the parameter {key:?}",
                template.text()
            ))
        })?;
        if !template.takes(key, value) {
            let text = template.text();
            return Err(UrlError(format!(
                "the route {name:?} ({text}) does not take {value:?} as {key:?}"
            )));
        }
        Ok(utf8_percent_encode(value, if keeps_slashes { PATH } else { SEGMENT }).to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_numbers() {
        let template = Template::parse("/a/{n:int}/{x:float}").unwrap();
        let fits = |n, x| path_for(&template, "r", &[("n", n), ("x", x)]).is_ok();
        assert!(fits("12", "1.5") && fits("0", "3"));
        assert!(!fits("-1", "1") && !fits("", "1") && !fits("1", "1.") && !fits("1", "x"));
    }

    #[test]
    fn nothing_is_filled_in_that_the_route_would_not_take() {
        let template = Template::parse("/a/{x}/{id:uuid}/{rest:path}").unwrap();
        let id = "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d";
        let fits = |x: &str, id: &str| path_for(&template, "r", &[("x", x), ("id", id), ("rest", "")]).is_ok();
        assert!(fits("1", id) && fits("1", &id.replace('-', "")));
        // a router compares decoded paths: a slash ends the part, however it is written
        assert!(!fits("", id) && !fits("1/2", id));
        for id in [
            "",
            "9b1deb4d",
            &id[1..],
            &format!("{id}0"),
            &id.replace('9', "g"),
            &id.replace('-', "--"),
        ] {
            assert!(!fits("1", id), "{id}");
        }
    }

    #[test]
    fn parameters_are_encoded_and_checked() {
        let template = Template::parse("/a/{x}/t/{rest:path}").unwrap();
        let path = |params: &[(&str, &str)]| path_for(&template, "r", params).map_err(|error| error.to_string());
        assert_eq!(
            path(&[("x", "1?ü"), ("rest", "b/c d")]),
            Ok("/a/1%3F%C3%BC/t/b/c%20d".into())
        );
        assert_eq!(
            path(&[("x", "1")]),
            Err("the route \"r\" (/a/{x}/t/{rest:path}) needs the parameter \"rest\"".into())
        );
        assert!(
            path(&[("x", "1"), ("rest", ""), ("z", "")])
                .unwrap_err()
                .contains("no parameter \"z\"")
        );
    }
}
