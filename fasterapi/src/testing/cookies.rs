//! [`Jar`]: the cookies a test client keeps (RFC 6265, section 5).

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};

/// Cookies between requests.
#[derive(Debug, Default)]
pub(super) struct Jar(Vec<Kept>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    name: String,
    value: String,
    /// The host, or the domain whose hosts get it; `None`: all.
    domain: Option<String>,
    host_only: bool,
    path: String,
    secure: bool,
    expires: Option<SystemTime>,
}

impl Jar {
    /// Adds a cookie for all hosts and paths.
    pub(super) fn put(&mut self, name: &str, value: &str) {
        self.0.retain(|kept| kept.name != name);
        self.0.push(Kept {
            name: name.to_owned(),
            value: value.to_owned(),
            domain: None,
            host_only: false,
            path: "/".to_owned(),
            secure: false,
            expires: None,
        });
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The value of the cookie of this name, whoever gets it.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|kept| kept.name == name)
            .map(|kept| kept.value.as_str())
    }

    /// Takes over what an answer of `authority` to a request for `path` sets.
    pub(super) fn store(&mut self, answer: &HeaderMap, authority: &str, path: &str) {
        let lines = answer.get_all(header::SET_COOKIE).iter();
        for line in lines.filter_map(|line| line.to_str().ok()) {
            let Some(kept) = Kept::parse(line, host(authority), path) else {
                continue;
            };
            let same =
                |other: &Kept| (&other.name, &other.path) == (&kept.name, &kept.path) && other.shares_domain(&kept);
            self.0.retain(|other| !same(other));
            if kept.expires.is_none_or(|at| at > SystemTime::now()) {
                self.0.push(kept);
            }
        }
    }

    /// The pairs to send to `authority` for `path`, those of longer paths first, without the names in `given`.
    pub(super) fn pairs(&self, authority: &str, path: &str, secure: bool, given: &[String]) -> Vec<String> {
        let (host, now) = (host(authority), SystemTime::now());
        let mut fitting: Vec<&Kept> = self
            .0
            .iter()
            .filter(|kept| kept.fits(&host, path, secure, now))
            .collect();
        fitting.sort_by_key(|kept| std::cmp::Reverse(kept.path.len()));
        let fresh = fitting.into_iter().filter(|kept| !given.contains(&kept.name));
        fresh.map(|kept| format!("{}={}", kept.name, kept.value)).collect()
    }
}

impl Kept {
    /// Reads a `Set-Cookie` line; `None` when it is for somebody else, or no cookie.
    fn parse(line: &str, host: String, path: &str) -> Option<Self> {
        let mut parts = line.split(';').map(str::trim);
        let (name, value) = parts.next()?.split_once('=')?;
        let default_path = path.rfind('/').map_or("", |end| &path[..end]);
        let mut kept = Self {
            name: name.trim().to_owned(),
            value: value.trim().to_owned(),
            domain: Some(host.clone()),
            host_only: true,
            path: if default_path.is_empty() { "/" } else { default_path }.to_owned(),
            secure: false,
            expires: None,
        };
        let mut max_age = None;
        for part in parts {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            match key.trim().to_ascii_lowercase().as_str() {
                "domain" if !value.is_empty() => {
                    let domain = value.trim_start_matches('.').to_ascii_lowercase();
                    if !is_below(&host, &domain) {
                        return None;
                    }
                    (kept.domain, kept.host_only) = (Some(domain), false);
                }
                "path" if value.starts_with('/') => kept.path = value.to_owned(),
                "secure" => kept.secure = true,
                "expires" => kept.expires = httpdate::parse_http_date(value).ok(),
                "max-age" => max_age = value.parse::<i64>().ok(),
                _ => {}
            }
        }
        if let Some(seconds) = max_age {
            let left = u64::try_from(seconds).map(Duration::from_secs);
            // An end that no clock can show is none.
            kept.expires = left.map_or(Some(SystemTime::UNIX_EPOCH), |left| SystemTime::now().checked_add(left));
        }
        Some(kept)
    }

    fn shares_domain(&self, other: &Self) -> bool {
        self.domain.is_none() || self.domain == other.domain
    }

    fn fits(&self, host: &str, path: &str, secure: bool, now: SystemTime) -> bool {
        let domain = match &self.domain {
            None => true,
            Some(domain) if self.host_only => domain == host,
            Some(domain) => is_below(host, domain),
        };
        let rest = path.strip_prefix(self.path.as_str());
        let below = rest.is_some_and(|rest| self.path.ends_with('/') || rest.is_empty() || rest.starts_with('/'));
        domain && below && (secure || !self.secure) && self.expires.is_none_or(|at| at > now)
    }
}

/// The names in `Cookie` lines that are given already.
pub(super) fn names(headers: &HeaderMap) -> Vec<String> {
    let lines = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';'));
    pairs
        .filter_map(|pair| Some(pair.split_once('=')?.0.trim().to_owned()))
        .collect()
}

fn host(authority: &str) -> String {
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let host = authority
        .rsplit_once(':')
        .filter(|(_, port)| is_port(port))
        .map_or(authority, |(host, _)| host);
    host.to_ascii_lowercase()
}

fn is_below(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jar(lines: &[&str]) -> Jar {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::SET_COOKIE, line.parse().unwrap());
        }
        let mut jar = Jar::default();
        jar.store(&headers, "Shop.example:8000", "/cart/items");
        jar
    }

    #[test]
    fn a_cookie_goes_where_it_belongs() {
        let jar = jar(&[
            "a=1",
            "b=2; Path=/",
            "c=\"3 4\"; Domain=.example; Path=/",
            "d=5; Path=/; Secure",
            "e=6; Domain=other.example",
            "f=7; Path=/; Max-Age=0",
            "g=8; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
            "h=9; Path=/; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        ]);
        let pairs = |host: &str, path: &str, secure| jar.pairs(host, path, secure, &[]).join("; ");
        assert_eq!(pairs("shop.example", "/cart/x", false), "a=1; b=2; c=\"3 4\"; h=9");
        assert_eq!(pairs("shop.example:1", "/carts", false), "b=2; c=\"3 4\"; h=9");
        assert_eq!(pairs("other.example", "/", true), "c=\"3 4\"");
        assert_eq!(pairs("shop.example", "/", true), "b=2; c=\"3 4\"; d=5; h=9");
        assert_eq!(
            jar.pairs("shop.example", "/", false, &["b".into(), "h".into()]),
            ["c=\"3 4\""]
        );
    }

    #[test]
    fn an_age_beyond_all_time_is_for_ever() {
        let jar = jar(&["a=1; Path=/; Max-Age=9223372036854775807"]);
        assert_eq!(jar.pairs("shop.example", "/", false, &[]), ["a=1"]);
    }

    #[test]
    fn a_later_cookie_takes_the_place_of_the_one_before() {
        let mut jar = jar(&["a=1; Path=/", "a=2; Path=/", "b=1; Path=/", "b=; Path=/; Max-Age=0"]);
        assert_eq!(jar.pairs("shop.example", "/", false, &[]), ["a=2"]);
        jar.put("a", "mine");
        assert_eq!((jar.get("a"), jar.get("b")), (Some("mine"), None));
    }
}
