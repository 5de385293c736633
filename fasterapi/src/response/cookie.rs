//! [`Cookie`]: one `Set-Cookie` header, written as Python's `http.cookies` writes it.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use http::HeaderValue;
use httpdate::HttpDate;

/// When a browser sends a cookie along with a request that another site caused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameSite {
    /// Never.
    Strict,
    /// When the user follows a link.
    Lax,
    /// Always; browsers ask for [`Cookie::secure`] then.
    None,
}

impl SameSite {
    /// As the attribute has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Lax => "lax",
            Self::None => "none",
        }
    }
}

/// A cookie to set: `path=/` and `SameSite=lax` unless said otherwise, gone when the browser closes.
///
/// ```
/// use fasterapi::{Cookie, Response};
///
/// let response = Response::new("hello").cookie(Cookie::new("session", "abc").max_age(3600).http_only(true));
/// assert_eq!(
///     response.headers()["set-cookie"],
///     "session=abc; HttpOnly; Max-Age=3600; Path=/; SameSite=lax"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Cookie {
    name: String,
    value: String,
    max_age: Option<i64>,
    expires: Option<SystemTime>,
    path: Option<String>,
    domain: Option<String>,
    secure: bool,
    http_only: bool,
    same_site: Option<SameSite>,
    partitioned: bool,
}

impl Cookie {
    /// A cookie of this name and value. A value that is no plain token is quoted, and read back as it was.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
            max_age: None,
            expires: None,
            path: Some("/".to_owned()),
            domain: None,
            secure: false,
            http_only: false,
            same_site: Some(SameSite::Lax),
            partitioned: false,
        }
    }

    /// A cookie that makes the browser forget the one of this name; path and domain must be those it was set with.
    pub fn removal(name: impl Into<String>) -> Self {
        Self::new(name, "").max_age(0).expires(SystemTime::UNIX_EPOCH)
    }

    /// How long it lives, in seconds.
    pub fn max_age(mut self, seconds: i64) -> Self {
        self.max_age = Some(seconds);
        self
    }

    /// Until when it lives; browsers that know `max_age` prefer that one.
    pub fn expires(mut self, time: impl Into<SystemTime>) -> Self {
        self.expires = Some(time.into());
        self
    }

    /// The path below which the browser sends it. `None`: the folder of the request.
    pub fn path<'a>(mut self, path: impl Into<Option<&'a str>>) -> Self {
        self.path = path.into().map(str::to_owned);
        self
    }

    /// The domain, with all below it, to which the browser sends it; the host alone by default.
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    /// Whether it is sent over HTTPS only.
    pub fn secure(mut self, secure: bool) -> Self {
        self.secure = secure;
        self
    }

    /// Whether it is hidden from scripts.
    pub fn http_only(mut self, http_only: bool) -> Self {
        self.http_only = http_only;
        self
    }

    /// Whether other sites' requests carry it. `None`: up to the browser.
    pub fn same_site(mut self, same_site: impl Into<Option<SameSite>>) -> Self {
        self.same_site = same_site.into();
        self
    }

    /// Whether an embedded page has a jar of its own for each page it is embedded in.
    pub fn partitioned(mut self, partitioned: bool) -> Self {
        self.partitioned = partitioned;
        self
    }

    /// The header, or the sentence that says why there can be none.
    pub(crate) fn header(&self) -> Result<HeaderValue, String> {
        if self.name.is_empty() || !self.name.bytes().all(is_plain) {
            return Err(format!("{:?} is not the name of a cookie", self.name));
        }
        let mut text = format!("{}={}", self.name, quoted(&self.value)?);
        let mut attribute = |name: &str, value: &str| -> Result<(), String> {
            if value.bytes().any(|byte| byte == b';' || !(b' '..=b'~').contains(&byte)) {
                return Err(format!(
                    "the cookie {:?} has the {name} {value:?}, which does not go into a header",
                    self.name
                ));
            }
            text.push_str("; ");
            text.push_str(name);
            if !value.is_empty() {
                text.push('=');
                text.push_str(value);
            }
            Ok(())
        };
        if let Some(domain) = &self.domain {
            attribute("Domain", domain)?;
        }
        if let Some(expires) = self.expires {
            attribute("expires", &date(expires))?;
        }
        if self.http_only {
            attribute("HttpOnly", "")?;
        }
        if let Some(seconds) = self.max_age {
            attribute("Max-Age", &seconds.to_string())?;
        }
        if self.partitioned {
            attribute("Partitioned", "")?;
        }
        if let Some(path) = &self.path {
            attribute("Path", path)?;
        }
        if let Some(same_site) = self.same_site {
            attribute("SameSite", same_site.name())?;
        }
        if self.secure {
            attribute("Secure", "")?;
        }
        HeaderValue::try_from(text).map_err(|_| format!("the cookie {:?} does not go into a header", self.name))
    }
}

/// The time as headers have it; years that HTTP has no way to write are moved to the nearest it has.
fn date(time: SystemTime) -> String {
    const LAST: Duration = Duration::from_secs(253_402_300_799);
    let latest = SystemTime::UNIX_EPOCH + LAST;
    HttpDate::from(time.clamp(SystemTime::UNIX_EPOCH, latest)).to_string()
}

/// A token's characters (RFC 9110, section 5.6.2), and the colon, which Python lets pass.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~:".contains(&byte)
}

/// The value as it is, or in quotes, with what may not stand in a cookie as octal numbers.
fn quoted(value: &str) -> Result<String, String> {
    if !value.is_empty() && value.bytes().all(is_plain) {
        return Ok(value.to_owned());
    }
    let mut text = String::from('"');
    for c in value.chars() {
        match u8::try_from(u32::from(c)) {
            Ok(byte) if is_plain(byte) || b" ()/<=>?@[]{}".contains(&byte) => text.push(c),
            Ok(byte @ (b'"' | b'\\')) => {
                text.push('\\');
                text.push(byte.into());
            }
            Ok(byte) => write!(text, "\\{byte:03o}").map_err(|error| error.to_string())?,
            Err(_) => {
                return Err(format!(
                    "the character {c:?} does not go into a cookie; encode the value"
                ));
            }
        }
    }
    text.push('"');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(cookie: Cookie) -> String {
        cookie.header().unwrap().to_str().unwrap().to_owned()
    }

    #[test]
    fn attributes_are_written_in_order() {
        let all = Cookie::new("all", "1")
            .secure(true)
            .same_site(SameSite::None)
            .path("/p")
            .partitioned(true)
            .max_age(60)
            .http_only(true)
            .expires(SystemTime::UNIX_EPOCH + Duration::from_secs(1_893_553_445))
            .domain("x.example");
        assert_eq!(
            header(all),
            "all=1; Domain=x.example; expires=Wed, 02 Jan 2030 03:04:05 GMT; HttpOnly; Max-Age=60; Partitioned; \
             Path=/p; SameSite=none; Secure"
        );
        assert_eq!(header(Cookie::new("bare", "1").path(None).same_site(None)), "bare=1");
        assert_eq!(
            header(Cookie::removal("gone")),
            "gone=\"\"; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=lax"
        );
    }

    #[test]
    fn values_are_quoted_where_they_must_be() {
        let value = |value: &str| quoted(value).unwrap();
        assert_eq!(value("a:b~1"), "a:b~1");
        assert_eq!(value("a b;c"), r#""a b\073c""#);
        assert_eq!(value("\"\\\r\n,"), r#""\"\\\015\012\054""#);
        assert_eq!(value("é"), r#""\351""#);
        assert!(quoted("☃").is_err());
    }

    #[test]
    fn nothing_gets_out_of_its_place() {
        for cookie in [
            Cookie::new("", "v"),
            Cookie::new("a b", "v"),
            Cookie::new("a\r\nset-cookie", "v"),
            Cookie::new("a", "v").path("/\r\nx: y"),
            Cookie::new("a", "v").path("/; Domain=evil.example"),
            Cookie::new("a", "v").domain("x;y"),
        ] {
            assert!(cookie.header().is_err(), "{cookie:?}");
        }
    }
}
