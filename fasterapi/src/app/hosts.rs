//! [`Hosts`]: apps that are told apart by the host of a request (`ROUTE-31`).

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use regex::Regex;

use super::Site;
use super::app::PlannedMount;
use crate::middleware::{AsyncMiddleware, Next};
use crate::request::Request;
use crate::response::Response;
use crate::routing::{Inside, MountParams, MountTarget};

/// Apps by host, in the order they were added. It stands before the handlers of errors, which are the outer app's own.
#[derive(Debug)]
pub(super) struct Hosts(Vec<Entry>);

#[derive(Debug)]
struct Entry {
    pattern: Regex,
    names: Vec<String>,
    target: MountTarget,
}

impl Hosts {
    /// Compiles the patterns; adds a sentence to `problems` for each that is none.
    pub(super) fn new(planned: Vec<PlannedMount>, problems: &mut Vec<String>) -> Self {
        let mut entries = Vec::new();
        for PlannedMount {
            prefix: pattern,
            target,
            ..
        } in planned
        {
            match (compile(&pattern), target) {
                (Some((regex, names)), Ok(target)) => entries.push(Entry {
                    pattern: regex,
                    names,
                    target,
                }),
                (None, _) => problems.push(format!(
                    "the host {pattern:?} must be a name such as \"api.example.com\" or \"{{tenant}}.example.com\""
                )),
                (_, Err(error)) => {
                    problems.extend(error.problems().iter().map(|p| format!("at the host {pattern:?}: {p}")));
                }
            }
        }
        Self(entries)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The apps among them.
    pub(super) fn apps(&self) -> impl Iterator<Item = &Arc<Site>> {
        self.0.iter().filter_map(|entry| entry.target.app())
    }

    fn find(&self, host: &str) -> Option<(&Entry, Vec<(String, String)>)> {
        self.0.iter().find_map(|entry| {
            let groups = entry.pattern.captures(host)?;
            let values = groups.iter().skip(1).flatten().map(|group| group.as_str().to_owned());
            Some((entry, entry.names.iter().cloned().zip(values).collect()))
        })
    }
}

/// The pattern as a regular expression, and the names in it.
fn compile(pattern: &str) -> Option<(Regex, Vec<String>)> {
    let (mut regex, mut names) = (String::from("(?i)^"), Vec::new());
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let close = open + rest[open..].find('}')?;
        regex.push_str(&regex::escape(&rest[..open]));
        regex.push_str("([^/]+)");
        names.push(rest[open + 1..close].to_owned());
        rest = &rest[close + 1..];
    }
    regex.push_str(&regex::escape(rest));
    regex.push('$');
    let sound = !pattern.is_empty() && !pattern.contains(['/', ':', ' ', '?', '#']) && !rest.contains('}');
    let named = names.iter().all(|name| !name.is_empty());
    Some((Regex::new(&regex).ok().filter(|_| sound && named)?, names))
}

impl AsyncMiddleware for Hosts {
    fn call(&self, mut request: Request, next: Next) -> Pin<Box<dyn Future<Output = Response> + Send>> {
        let host = request.url().hostname().unwrap_or_default();
        let Some((entry, params)) = self.find(&host) else {
            return Box::pin(next.run(request));
        };
        if !params.is_empty() {
            let extensions = request.extensions_mut();
            extensions.get_or_insert_default::<MountParams>().0.extend(params);
        }
        match &entry.target.0 {
            Inside::App(site) => {
                request.enter_mounted(site);
                Box::pin(site.through(0, request))
            }
            Inside::Service(service) => service.call(request),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_names() {
        let (regex, names) = compile("{a}.x-{b}.example.com").unwrap();
        assert_eq!(names, ["a", "b"]);
        assert!(regex.is_match("One.X-two.example.COM") && !regex.is_match("example.com"));
        assert!(!compile("api.example.com").unwrap().0.is_match("apiXexample.com"));
        for wrong in ["", "a/b", "a:80", "{a", "a}", "{}.b"] {
            assert!(compile(wrong).is_none(), "{wrong}");
        }
    }
}
