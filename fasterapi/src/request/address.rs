//! The address of a [`Request`]: what was asked, what of it is prefix, and what proxies said of it.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use http::{HeaderValue, Version, header};

use super::request::decoded;
use super::{Request, Url};
use crate::app::Site;
use crate::http::{Host, find_header, repeats};
use crate::routing::{Link, MountParams, Taken, UrlError, encoded_path};

/// A line that may be there once is there twice.
#[derive(Debug)]
pub(crate) struct Repeated;

impl Request {
    /// The prefix under which the outside knows this app, mounts included; empty when there is none.
    pub fn root_path(&self) -> &str {
        self.0.root_path.as_deref().unwrap_or("")
    }

    /// Host and port as the client wrote them.
    pub fn authority(&self) -> &str {
        self.host_line().unwrap_or("localhost")
    }

    /// The `Host` header, or the authority of the request target where there is none.
    pub(crate) fn host_line(&self) -> Option<&str> {
        let host = self.0.parts.headers.get(header::HOST);
        host.and_then(|host| host.to_str().ok())
            .filter(|host| !host.is_empty())
            .or_else(|| self.0.parts.uri.authority().map(|authority| authority.as_str()))
    }

    /// Whether there is at most one `Host` line, which is empty or names a host (`REQ-15`). `known` are lines that were
    /// valid, the first that came to the app, and the first of others on the connection: the next one is usually the
    /// same. A request that came over a connection (`received`) must have the line if it is of HTTP/1.1 (RFC 9112,
    /// section 3.2); HTTP/2 names the host elsewhere, and requests made in this process need none.
    #[inline]
    pub(crate) fn has_valid_host(&self, known: [&OnceLock<HeaderValue>; 2], received: bool) -> bool {
        match self.host_header() {
            Ok(Some(line)) => known.iter().any(|known| known.get() == Some(line)) || learn_host(line, known),
            Ok(None) => !received || self.0.parts.version != Version::HTTP_11,
            Err(Repeated) => false,
        }
    }

    /// The only `Host` line.
    #[inline]
    pub(crate) fn host_header(&self) -> Result<Option<&HeaderValue>, Repeated> {
        let headers = &self.0.parts.headers;
        // only where a name repeats it may be this one
        if repeats(headers) && headers.get_all(header::HOST).iter().count() > 1 {
            return Err(Repeated);
        }
        // a good client sends it first (RFC 9110, section 7.2)
        match headers.iter().next() {
            Some((name, line)) if name == header::HOST => Ok(Some(line)),
            _ => Ok(find_header(headers, &header::HOST)),
        }
    }

    /// Whether the client asks to go on as a WebSocket.
    pub(crate) fn is_websocket(&self) -> bool {
        let upgrade = self.0.parts.headers.get(header::UPGRADE);
        upgrade.is_some_and(|protocol| protocol.as_bytes().eq_ignore_ascii_case(b"websocket"))
    }

    /// The scheme of the address the client asked: `ws` or `wss` for a WebSocket.
    pub(crate) fn wire_scheme(&self) -> &'static str {
        match (self.is_websocket(), self.0.scheme) {
            (false, scheme) => scheme,
            (true, "https") => "wss",
            (true, _) => "ws",
        }
    }

    /// The path as the outside knows it, percent-encoded: with the prefix that a proxy stripped.
    pub(crate) fn outer_path(&self) -> Cow<'_, str> {
        let path = self.0.parts.uri.path();
        match self.0.root_path.as_deref() {
            Some(prefix) if self.0.consumed == 0 => Cow::Owned(format!("{prefix}{path}")),
            _ => Cow::Borrowed(path),
        }
    }

    /// The address the request was sent to.
    pub fn url(&self) -> Url {
        let query = self.0.parts.uri.query().map(str::to_owned);
        Url::new(
            self.0.scheme,
            self.authority().to_owned(),
            self.0.parts.uri.path().to_owned(),
            query,
        )
    }

    /// The address of the outermost app: scheme, authority, and its root path with a slash at its end.
    pub fn base_url(&self) -> Url {
        Url::new(
            self.0.scheme,
            self.authority().to_owned(),
            format!("{}/", &self.root_path()[..self.0.base]),
            None,
        )
    }

    /// The address of the route called `name`, with these path parameters filled in: of the app that answers, or else of
    /// the outermost. `mount:route` is a route of an app mounted there, `mount` with a `path` a static file.
    ///
    /// # Errors
    /// No route has that name, or the parameters are not those of its path.
    pub fn url_for(&self, name: &str, params: &[(&str, &str)]) -> Result<Url, UrlError> {
        let path = self.find_path(|site| site.find_url_path(name, params))?;
        let path = path.ok_or_else(|| UrlError::unknown(name))?;
        Ok(Url::new(self.0.scheme, self.authority().to_owned(), path, None))
    }

    /// The address of a route by its function: `request.link(url!(read_item { item_id: 5 }))`. The compiler has checked
    /// the names and types of the parameters.
    ///
    /// # Errors
    /// The function is no route of this app, or a prefix has parameters that were not filled in.
    pub fn link(&self, link: Link) -> Result<Url, UrlError> {
        let path = self.find_path(|site| site.find_link(&link))?;
        let path = path.ok_or_else(|| UrlError::no_such_route(link.name))?;
        Ok(Url::new(self.0.scheme, self.authority().to_owned(), path, link.query))
    }

    /// The path of the route called `name` in the app that answers, with these path parameters filled in and without
    /// a root path.
    ///
    /// # Errors
    /// As [`url_for`](Self::url_for).
    pub fn url_path_for(&self, name: &str, params: &[(&str, &str)]) -> Result<String, UrlError> {
        let site = self.0.site.as_ref().ok_or_else(|| UrlError::unknown(name))?;
        site.url_path_for(name, params)
    }

    /// The path that `find` finds in the app that answers, or else in the outermost, with the root path in front.
    fn find_path(&self, find: impl Fn(&Site) -> Result<Option<String>, UrlError>) -> Result<Option<String>, UrlError> {
        let Some(site) = &self.0.site else { return Ok(None) };
        if let Some(path) = find(site)? {
            return Ok(Some(format!("{}{path}", self.root_path())));
        }
        let Some(outermost) = &self.0.outermost else {
            return Ok(None);
        };
        let found = find(outermost)?;
        Ok(found.map(|path| format!("{}{path}", &self.root_path()[..self.0.base])))
    }

    /// Makes `prefix` the root path. A proxy may have stripped it from the path or not; `restore` puts it back into
    /// a path that lacks it, as a server that was told its root path does.
    pub(crate) fn set_root_path(&mut self, prefix: &Arc<str>, restore: bool) {
        let rest = self.path().strip_prefix(&**prefix);
        if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
            self.0.consumed = prefix.len();
        } else if restore && self.path().starts_with('/') {
            self.restore_prefix(prefix);
        }
        self.0.base = prefix.len();
        self.0.root_path = Some(Arc::clone(prefix));
    }

    fn restore_prefix(&mut self, prefix: &str) {
        let target = self.0.parts.uri.path_and_query().map_or("/", |target| target.as_str());
        if let Ok(uri) = format!("{prefix}{target}").parse() {
            if let Some(decoded) = &mut self.0.decoded {
                decoded.insert_str(0, prefix);
            }
            self.0.parts.uri = uri;
            self.0.consumed = prefix.len();
            self.0.restored = prefix.len();
        }
    }

    /// Makes `prefix` the root path of the outermost app instead of the one that was configured; empty is none. Mounts
    /// that were entered stay behind it. Before routing only.
    pub(crate) fn replace_root_path(&mut self, prefix: &str) {
        let mounts = self.root_path()[self.0.base..].to_owned();
        let restored = std::mem::take(&mut self.0.restored);
        if restored > 0 {
            let target = self.0.parts.uri.path_and_query().map_or("/", |target| target.as_str());
            if let Ok(uri) = target[restored..].parse() {
                self.0.parts.uri = uri;
            }
            if let Some(decoded) = &mut self.0.decoded {
                decoded.drain(..restored);
            }
        }
        let entered = self.0.consumed.saturating_sub(restored);
        self.0.consumed = 0;
        self.0.base = 0;
        self.0.root_path = None;
        if !mounts.is_empty() {
            self.set_root_path_before(prefix, &mounts, entered);
        } else if !prefix.is_empty() {
            self.set_root_path(&Arc::from(prefix), true);
        }
    }

    /// Makes `prefix` the root path in front of `mounts`. Of the path as it came, `entered` bytes lead to what is
    /// mounted there.
    fn set_root_path_before(&mut self, prefix: &str, mounts: &str, entered: usize) {
        // a middleware may have taken something off the path
        let own = entered.saturating_sub(decoded(mounts).len());
        if self.path().get(..own) != Some(prefix) {
            self.restore_prefix(prefix);
        }
        self.0.consumed = self.0.restored + entered;
        self.0.base = prefix.len();
        self.0.root_path = Some(format!("{prefix}{mounts}").into());
    }

    /// Whether what a trusted proxy tells has been put into the request: once is enough.
    pub(crate) fn is_proxied(&self) -> bool {
        self.0.proxied
    }

    /// Notes that what a trusted proxy tells is in the request.
    pub(crate) fn set_proxied(&mut self) {
        self.0.proxied = true;
    }

    /// Enters what is mounted at `prefix` of the route path.
    pub(crate) fn enter_mount(&mut self, taken: Taken) {
        if taken.len > 0 {
            let prefix = encoded_path(&self.route_path()[..taken.len]);
            self.0.root_path = Some(format!("{}{prefix}", self.root_path()).into());
            self.0.consumed += taken.len;
        }
        if !taken.params.is_empty() {
            let extensions = &mut self.0.parts.extensions;
            extensions.get_or_insert_default::<MountParams>().0.extend(taken.params);
        }
    }
}

/// The longest `Host` that is remembered, in bytes: a name of 253 and a port. One of a head's size would be kept by each
/// connection, however idle.
const LONGEST_KNOWN: usize = 260;

/// Whether the line is valid; one that is will be `known` where none is yet.
#[cold]
fn learn_host(line: &HeaderValue, known: [&OnceLock<HeaderValue>; 2]) -> bool {
    let valid = line.is_empty() || Host::is_valid(line.as_bytes());
    if valid
        && line.len() <= LONGEST_KNOWN
        && let Some(place) = known.into_iter().find(|known| known.get().is_none())
    {
        // a copy, because the line itself would keep the buffer it was read into
        let _ = HeaderValue::from_bytes(line.as_bytes()).map(|copy| place.set(copy));
    }
    valid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_two_valid_hosts_are_remembered_unless_they_are_long() {
        let known: [OnceLock<HeaderValue>; 2] = Default::default();
        let learn = |line: &str| learn_host(&HeaderValue::from_str(line).unwrap(), [&known[0], &known[1]]);
        assert!(!learn("a b") && learn(&"a".repeat(LONGEST_KNOWN + 1)));
        assert!(known.iter().all(|known| known.get().is_none()));
        assert!(learn("a.example") && learn("b.example:80") && learn("c.example"));
        assert_eq!(
            known.map(|known| known.into_inner().unwrap()),
            ["a.example", "b.example:80"]
        );
    }
}
