//! Mounts: another app, a folder, or a `tower` service under a prefix.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use regex::Regex;

use super::url_for::encoded_path;
use super::{Template, UrlError, path_for};
use crate::app::{App, BuildError, Site};
use crate::handler::Answer;
use crate::request::Request;
use crate::response::Response;

/// What may be mounted under a prefix: an [`App`] of its own, with its own document and docs;
/// [`StaticFiles`](crate::StaticFiles); any `tower::Service` over [`http::Request<Body>`](crate::Body).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be mounted",
    label = "neither an `App`, nor `StaticFiles`, nor a cloneable `tower::Service` over `http::Request<Body>`"
)]
pub trait Mountable {
    #[doc(hidden)]
    fn into_target(self) -> Result<MountTarget, BuildError>;
}

impl Mountable for App {
    fn into_target(self) -> Result<MountTarget, BuildError> {
        Ok(MountTarget(Inside::App(self.into_site()?)))
    }
}

/// A compiled mount target.
#[derive(Debug)]
pub struct MountTarget(pub(crate) Inside);

impl MountTarget {
    pub(crate) fn service(service: impl Mounted) -> Self {
        Self(Inside::Service(Box::new(service)))
    }

    /// The app, if it is one.
    pub(crate) fn app(&self) -> Option<&Arc<Site>> {
        match &self.0 {
            Inside::App(site) => Some(site),
            Inside::Service(_) => None,
        }
    }
}

/// What is under a prefix.
#[derive(Debug)]
pub(crate) enum Inside {
    App(Arc<Site>),
    Service(Box<dyn Mounted>),
}

/// Something mounted that is no app. The request's route path begins below the prefix.
pub(crate) trait Mounted: fmt::Debug + Send + Sync + 'static {
    fn call(&self, request: Request) -> Pin<Box<dyn Future<Output = Response> + Send>>;
}

/// A mount: the prefix, and what is under it.
#[derive(Debug)]
pub(crate) struct Mount {
    pub(crate) prefix: Prefix,
    /// What `url_for` knows it by.
    pub(crate) name: Option<String>,
    pub(crate) target: MountTarget,
}

/// The prefix of a mount, which may have parameters (`RTR-10`).
#[derive(Debug)]
pub(crate) enum Prefix {
    /// Text, empty for the root.
    Plain(String),
    /// `/{tenant}`, and what it matches with the slash behind it.
    Template(Template, Regex),
}

/// Names and values.
type Params<'p> = Vec<(&'p str, &'p str)>;

/// The part of a path that a mount took.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    /// Its length in bytes.
    pub(crate) len: usize,
    /// The parameters in it.
    pub(crate) params: Vec<(String, String)>,
}

/// In the extensions of a request below a mount whose prefix has parameters: their names and values.
#[derive(Debug, Clone, Default)]
pub(crate) struct MountParams(pub(crate) Vec<(String, String)>);

impl Prefix {
    /// Reads the prefix of a mount.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("the mount {text:?} must be a path such as \"/static\" or \"/{{tenant}}\"");
        let text = text.trim_end_matches('/');
        if text.contains("//") || text.contains(['?', '#', ' ']) || !text.is_ascii() {
            return Err(wrong());
        }
        if !text.contains(['{', '}']) {
            let fits = text.is_empty() || text.starts_with('/');
            return fits.then(|| Self::Plain(text.to_owned())).ok_or_else(wrong);
        }
        let template = Template::parse(text)?;
        let regex = template.prefix_regex().map_err(|_| wrong())?;
        Ok(Self::Template(template, regex))
    }

    /// As it was written, without a slash at its end.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Template(template, _) => template.text(),
        }
    }

    /// The prefix with its parameters filled in, and the parameters that are left.
    pub(crate) fn fill<'p>(&self, name: &str, params: &[(&'p str, &'p str)]) -> Result<(String, Params<'p>), UrlError> {
        match self {
            Self::Plain(text) => Ok((text.clone(), params.to_vec())),
            Self::Template(template, _) => {
                let (own, rest): (Vec<_>, Vec<_>) = params
                    .iter()
                    .partition(|(key, _)| template.names().any(|known| known == *key));
                Ok((path_for(template, name, &own)?, rest))
            }
        }
    }
}

impl Mount {
    /// What of the path is the prefix, if it goes on below it.
    pub(crate) fn takes(&self, path: &str) -> Option<Taken> {
        match &self.prefix {
            Prefix::Plain(prefix) => {
                let rest = path.strip_prefix(prefix.as_str())?;
                rest.starts_with('/').then(|| Taken {
                    len: prefix.len(),
                    params: Vec::new(),
                })
            }
            Prefix::Template(template, regex) => {
                let groups = regex.captures(path)?;
                let values = groups.iter().skip(1).flatten().map(|group| group.as_str().to_owned());
                let names = template.names().map(str::to_owned);
                Some(Taken {
                    len: groups.get(0)?.end() - 1,
                    params: names.zip(values).collect(),
                })
            }
        }
    }

    /// Lets what is in it answer a request of whose path it takes this.
    pub(crate) fn enter(&self, taken: Taken, mut request: Request) -> Answer {
        if let Some(observation) = request.observation() {
            observation.mounted(self.prefix.text());
        }
        request.enter_mount(taken);
        match &self.target.0 {
            Inside::App(site) => {
                request.enter_mounted(site);
                Site::through(site, 0, request)
            }
            Inside::Service(service) => Answer::Later(service.call(request)),
        }
    }

    /// The path of what `url_for` calls `name`: the mount itself with a `path`, or, as `mount:route`, a route of the app
    /// in it. The routes of a mount without a name are known by their own. `None`: it has nothing of that name.
    pub(crate) fn url_path_for(&self, name: &str, params: &[(&str, &str)]) -> Result<Option<String>, UrlError> {
        if self.name.as_deref() == Some(name) {
            let (prefix, rest) = self.prefix.fill(name, params)?;
            let [("path", path)] = rest[..] else {
                return Err(UrlError::needs_a_path(name));
            };
            return Ok(Some(format!("{prefix}/{}", encoded_path(path.trim_start_matches('/')))));
        }
        let (Some(inner), Some(site)) = (self.inner_name(name), self.target.app()) else {
            return Ok(None);
        };
        if !site.knows_name(inner) {
            return Ok(None);
        }
        let (prefix, rest) = self.prefix.fill(name, params)?;
        let found = site.find_url_path(inner, &rest)?;
        Ok(found.map(|path| prefix + &path))
    }

    /// Whether `url_for` may mean it, or something in it.
    pub(crate) fn knows_name(&self, name: &str) -> bool {
        let inner = || Some((self.inner_name(name)?, self.target.app()?));
        self.name.as_deref() == Some(name) || inner().is_some_and(|(name, site)| site.knows_name(name))
    }

    /// What an app in it would call what is called `name` from outside.
    fn inner_name<'n>(&self, name: &'n str) -> Option<&'n str> {
        match &self.name {
            Some(own) => name.strip_prefix(own.as_str())?.strip_prefix(':'),
            None => Some(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_may_have_parameters() {
        let mount = |prefix: &str| Mount {
            prefix: Prefix::parse(prefix).unwrap(),
            name: None,
            target: MountTarget(Inside::App(App::new().into_site().unwrap())),
        };
        let tenant = mount("/t/{tenant}/");
        let taken = tenant.takes("/t/acme/items").unwrap();
        assert_eq!((taken.len, &taken.params[0].1[..]), ("/t/acme".len(), "acme"));
        assert!(tenant.takes("/t/acme").is_none() && tenant.takes("/t//items").is_none());
        assert_eq!(mount("/static").takes("/static/a").unwrap().len, 7);
        assert!(mount("/static").takes("/statics/a").is_none());
        assert_eq!(mount("/").takes("/a").unwrap().len, 0);
    }

    #[test]
    fn a_prefix_is_a_path() {
        for prefix in ["static", "/a//b", "/a b", "/a?b", "/{a", "/{a:hex}"] {
            assert!(Prefix::parse(prefix).is_err(), "{prefix}");
        }
    }
}
