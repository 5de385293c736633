//! [`Sessions`]: values that stay with a client, in a signed cookie.

mod cookie;
mod session;
mod signature;

use std::ops::ControlFlow;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderValue, header};

use self::cookie::Cookie;
pub use self::session::Session;
use self::signature::Signer;
use super::IntoMiddleware;
use super::chain::{Middleware, ReadyMade};
use super::hook::Hook;
use crate::http::vary_on;
use crate::logging;
use crate::request::{Request, cookies};
use crate::response::{Response, SameSite, error_response};

/// The shortest secret, in bytes.
const SHORTEST_SECRET: usize = 16;
/// Browsers may keep no cookie that is longer, name and attributes included, in bytes (RFC 6265, section 6.1).
const LONGEST_COOKIE: usize = 4096;

/// Keeps values for a client from request to request, in a cookie that it can read, but not change.
///
/// Handlers take them as [`Session`]. The cookie is written when a handler has changed something, and is good for two
/// weeks from then, unless told otherwise. A cookie that is too old, or whose signature is wrong, counts as none. One of
/// more than 4096 bytes is sent and told to the log as an error: browsers drop it.
///
/// ```
/// use fasterapi::middleware::{Session, Sessions};
/// use fasterapi::prelude::*;
///
/// #[post("/visits")]
/// async fn visit(session: Session) -> u64 {
///     let visits = session.get("visits").unwrap_or(0) + 1;
///     session.insert("visits", visits);
///     visits
/// }
///
/// let sessions = Sessions::new("keep this one out of the repository");
/// let app = App::new().middleware(sessions).routes(routes![visit]).build().unwrap();
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Sessions {
    secrets: Secrets,
    max_age: Option<Duration>,
    cookie: Cookie,
}

/// The one that signs, and older ones that are still good.
#[derive(Clone)]
struct Secrets(Vec<Vec<u8>>);

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} secrets", self.0.len())
    }
}

impl Sessions {
    /// Signs with this secret, of at least 16 bytes; better 32 random ones. The cookie is called `session`, good for two
    /// weeks, for all paths, not shown to scripts, and not sent along from other sites' forms (`SameSite=Lax`).
    pub fn new(secret: impl AsRef<[u8]>) -> Self {
        Self {
            secrets: Secrets(vec![secret.as_ref().to_vec()]),
            max_age: Some(Duration::from_secs(14 * 24 * 60 * 60)),
            cookie: Cookie::default(),
        }
    }

    /// Also believes what this older secret has signed, so that a new one logs nobody out.
    pub fn old_secret(mut self, secret: impl AsRef<[u8]>) -> Self {
        self.secrets.0.push(secret.as_ref().to_vec());
        self
    }

    /// The cookie's name; `session` by default.
    pub fn cookie(mut self, name: impl Into<String>) -> Self {
        self.cookie.name = name.into();
        self
    }

    /// How long the cookie is good, in whole seconds; two weeks by default. `None`: until the browser is closed.
    pub fn max_age(mut self, age: impl Into<Option<Duration>>) -> Self {
        self.max_age = age.into();
        self
    }

    /// The path below which it is sent; `/` by default.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.cookie.path = path.into();
        self
    }

    /// The domain to whose hosts it is sent; only the host itself by default.
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.cookie.domain = Some(domain.into());
        self
    }

    /// Whether requests from other sites bring it; [`SameSite::Lax`] by default.
    pub fn same_site(mut self, same_site: SameSite) -> Self {
        self.cookie.same_site = same_site;
        self
    }

    /// Whether it is sent over HTTPS only; false by default, and better true in production.
    pub fn https_only(mut self, https_only: bool) -> Self {
        self.cookie.secure = https_only;
        self
    }

    /// Whether a page inside another site's has a cookie of its own (`Partitioned`); false by default.
    pub fn partitioned(mut self, partitioned: bool) -> Self {
        self.cookie.partitioned = partitioned;
        self
    }
}

impl IntoMiddleware<ReadyMade> for Sessions {
    fn into_middleware(self) -> Result<Middleware, String> {
        if self.secrets.0.iter().any(|secret| secret.len() < SHORTEST_SECRET) {
            return Err(format!(
                "Sessions: a secret of fewer than {SHORTEST_SECRET} bytes can be guessed; take 32 random ones"
            ));
        }
        self.cookie.check()?;
        Ok(Middleware::hook(Keeper {
            signer: Signer::new(&self.cookie.name, self.secrets.0),
            max_age: self.max_age,
            cookie: self.cookie,
        }))
    }
}

struct Keeper {
    signer: Signer,
    max_age: Option<Duration>,
    cookie: Cookie,
}

impl Hook for Keeper {
    type Kept = Session;

    fn before(&self, request: &mut Request) -> ControlFlow<Response, Session> {
        if let Some(error) = request.too_many_cookies() {
            return ControlFlow::Break(error_response(error));
        }
        let cookie = cookies::find(request.headers(), &self.cookie.name);
        let values = cookie.and_then(|cookie| self.signer.read(&cookie, self.max_age, now()));
        let session = Session::new(values);
        request.extensions_mut().insert(session.clone());
        ControlFlow::Continue(session)
    }

    fn after(&self, session: Session, response: &mut Response) {
        let outcome = session.outcome();
        if outcome.accessed {
            vary_on(&mut response.headers, HeaderValue::from_static("Cookie"));
        }
        let Some(values) = outcome.changed else { return };
        let line = match (values.is_empty(), outcome.existed) {
            (true, false) => return,
            (true, true) => self.cookie.deletion(),
            (false, _) => self.cookie.line(&self.signer.write(&values, now()), self.max_age),
        };
        if line.len() > LONGEST_COOKIE {
            logging::error(format_args!(
                "the session cookie {:?} has {} bytes, of which browsers keep {LONGEST_COOKIE}: they go on with the one \
                 before, if any; keep an id in the session, and what belongs to it in a database",
                self.cookie.name,
                line.len()
            ));
        }
        if let Ok(line) = HeaderValue::from_str(&line) {
            response.headers.append(header::SET_COOKIE, line);
        }
    }
}

/// Seconds since 1970.
fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
