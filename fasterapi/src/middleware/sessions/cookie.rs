//! [`Cookie`]: the line that sets a session's cookie.

use std::fmt::Write;
use std::time::Duration;

use crate::response::SameSite;

/// Name and attributes of the cookie.
#[derive(Debug, Clone)]
pub(super) struct Cookie {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) domain: Option<String>,
    pub(super) same_site: SameSite,
    pub(super) secure: bool,
    pub(super) partitioned: bool,
}

impl Default for Cookie {
    fn default() -> Self {
        Self {
            name: "session".to_owned(),
            path: "/".to_owned(),
            domain: None,
            same_site: SameSite::Lax,
            secure: false,
            partitioned: false,
        }
    }
}

impl Cookie {
    /// # Errors
    /// A sentence: a browser would not take the cookie.
    pub(super) fn check(&self) -> Result<(), String> {
        let Self { name, path, domain, .. } = self;
        let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        if name.is_empty() || !name.bytes().all(token) {
            return Err(format!("Sessions: {name:?} is not the name of a cookie"));
        }
        let fits = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b';');
        if !path.starts_with('/') || !fits(path) {
            return Err(format!("Sessions: {path:?} is not a path such as \"/\""));
        }
        if let Some(domain) = domain.as_deref().filter(|domain| domain.is_empty() || !fits(domain)) {
            return Err(format!("Sessions: {domain:?} is not a domain"));
        }
        let begins = |prefix: &str| {
            name.get(..prefix.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        };
        if begins("__Secure-") && !self.secure {
            return Err(format!("Sessions: browsers take {name:?} only with https_only(true)"));
        }
        if begins("__Host-") && !(self.secure && path == "/" && domain.is_none()) {
            return Err(format!(
                "Sessions: browsers take {name:?} only with https_only(true), for the path \"/\" and without a domain"
            ));
        }
        if !self.secure && (self.same_site == SameSite::None || self.partitioned) {
            return Err("Sessions: browsers take SameSite=None and Partitioned only with https_only(true)".to_owned());
        }
        Ok(())
    }

    /// Sets it to `value`.
    pub(super) fn line(&self, value: &str, max_age: Option<Duration>) -> String {
        let age = max_age.map_or_else(String::new, |age| format!("; Max-Age={}", age.as_secs()));
        self.with_attributes(value, &age)
    }

    /// Makes the browser forget it.
    pub(super) fn deletion(&self) -> String {
        self.with_attributes("null", "; expires=Thu, 01 Jan 1970 00:00:00 GMT")
    }

    fn with_attributes(&self, value: &str, age: &str) -> String {
        let same_site = self.same_site.name();
        let mut line = format!(
            "{}={value}; path={}{age}; httponly; samesite={same_site}",
            self.name, self.path
        );
        if self.secure {
            line.push_str("; secure");
        }
        if let Some(domain) = &self.domain {
            // Writing to a string does not fail.
            let _ = write!(line, "; domain={domain}");
        }
        if self.partitioned {
            line.push_str("; partitioned");
        }
        line
    }
}
