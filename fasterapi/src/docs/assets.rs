//! The files behind the pages: compressed already, named by their content, cached for good.

use std::io::Read;
use std::sync::OnceLock;

use bytes::Bytes;
use flate2::read::GzDecoder;
use http::{HeaderMap, StatusCode, header};

use crate::response::Response;

/// One file.
#[derive(Debug)]
pub(super) struct Asset {
    pub(super) name: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
    gzip: bool,
    /// The plain bytes of a compressed file, once a client that refuses gzip has asked for them.
    inflated: OnceLock<Bytes>,
}

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const SVG: &str = "image/svg+xml";

macro_rules! asset {
    ($name:literal, $type:expr, $path:literal) => {
        Asset::new($name, $type, include_bytes!($path), false)
    };
    (gzip $name:literal, $type:expr, $path:literal) => {
        Asset::new($name, $type, include_bytes!($path), true)
    };
}

/// What the Swagger UI page refers to.
pub(super) static SWAGGER_UI: [Asset; 15] = [
    asset!(gzip "swagger-ui-bundle.js", SCRIPT, "../../assets/swagger-ui/swagger-ui-bundle.js.gz"),
    asset!(gzip "swagger-ui.css", STYLE, "../../assets/swagger-ui/swagger-ui.css.gz"),
    asset!("init.js", SCRIPT, "swagger-ui-init.js"),
    asset!("page.css", STYLE, "page.css"),
    asset!("favicon.png", "image/png", "../../assets/swagger-ui/favicon-32x32.png"),
    asset!("icon-0.svg", SVG, "../../assets/swagger-ui/icon-0.svg"),
    asset!("icon-1.svg", SVG, "../../assets/swagger-ui/icon-1.svg"),
    asset!("icon-2.svg", SVG, "../../assets/swagger-ui/icon-2.svg"),
    asset!("icon-3.svg", SVG, "../../assets/swagger-ui/icon-3.svg"),
    asset!("icon-4.svg", SVG, "../../assets/swagger-ui/icon-4.svg"),
    asset!("icon-5.svg", SVG, "../../assets/swagger-ui/icon-5.svg"),
    asset!("icon-6.svg", SVG, "../../assets/swagger-ui/icon-6.svg"),
    asset!("icon-7.svg", SVG, "../../assets/swagger-ui/icon-7.svg"),
    asset!("icon-8.svg", SVG, "../../assets/swagger-ui/icon-8.svg"),
    asset!("icon-9.svg", SVG, "../../assets/swagger-ui/icon-9.svg"),
];

/// What the OAuth2 redirect page refers to.
pub(super) static OAUTH2_REDIRECT: [Asset; 1] = [asset!(
    "oauth2-redirect.js",
    SCRIPT,
    "../../assets/swagger-ui/oauth2-redirect.js"
)];

/// What the ReDoc page refers to.
pub(super) static REDOC: [Asset; 6] = [
    asset!(gzip "redoc.standalone.js", SCRIPT, "../../assets/redoc/redoc.standalone.js.gz"),
    asset!(gzip "redoc.worker.js", SCRIPT, "../../assets/redoc/redoc.worker.js.gz"),
    asset!("redoc.link.svg", SVG, "../../assets/redoc/redoc.link.svg"),
    asset!("init.js", SCRIPT, "redoc-init.js"),
    asset!("page.css", STYLE, "page.css"),
    asset!("favicon.png", "image/png", "../../assets/swagger-ui/favicon-32x32.png"),
];

impl Asset {
    const fn new(name: &'static str, media_type: &'static str, bytes: &'static [u8], gzip: bool) -> Self {
        Self {
            name,
            media_type,
            bytes,
            gzip,
            inflated: OnceLock::new(),
        }
    }

    /// Tells this content from any other: pages put it behind the name, so that the file may be cached for good.
    pub(super) fn version(&self) -> String {
        // The last eight bytes of a gzip file are the checksum and length of its content.
        let told = if self.gzip {
            &self.bytes[self.bytes.len() - 8..]
        } else {
            self.bytes
        };
        let fnv = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        format!("{:016x}", told.iter().fold(0xcbf2_9ce4_8422_2325, fnv))
    }

    /// The file, compressed if the client takes that, or 304 if it has it.
    pub(super) fn respond(&self, headers: &HeaderMap) -> Response {
        let compressed = self.gzip && accepts_gzip(headers);
        let suffix = if compressed { "-gzip" } else { "" };
        let etag = format!("\"{}{suffix}\"", self.version());
        let response = if holds(headers, &etag) {
            Response::empty(StatusCode::NOT_MODIFIED)
        } else if compressed {
            Response::new(Bytes::from_static(self.bytes)).header(header::CONTENT_ENCODING, "gzip")
        } else {
            Response::new(self.plain())
        };
        let response = response
            .header(header::CONTENT_TYPE, self.media_type)
            .header(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
            .header(header::ETAG, etag);
        if self.gzip {
            response.header(header::VARY, "accept-encoding")
        } else {
            response
        }
    }

    fn plain(&self) -> Bytes {
        if !self.gzip {
            return Bytes::from_static(self.bytes);
        }
        let inflate = || {
            let mut plain = Vec::new();
            // The bytes are ours: they inflate.
            let _ = GzDecoder::new(self.bytes).read_to_end(&mut plain);
            plain.into()
        };
        self.inflated.get_or_init(inflate).clone()
    }
}

/// Whether `Accept-Encoding` names gzip, or everything, and does not refuse it.
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let mut any = false;
    for value in headers.get_all(header::ACCEPT_ENCODING) {
        for part in value.to_str().unwrap_or_default().split(',') {
            let (coding, weight) = part.split_once(';').unwrap_or((part, ""));
            let quality = weight
                .trim()
                .strip_prefix("q=")
                .map_or(1.0, |q| q.trim().parse().unwrap_or(0.0));
            match coding.trim() {
                gzip if gzip.eq_ignore_ascii_case("gzip") || gzip.eq_ignore_ascii_case("x-gzip") => {
                    return quality > 0.0;
                }
                "*" => any = quality > 0.0,
                _ => {}
            }
        }
    }
    any
}

/// Whether `If-None-Match` names this entity tag.
fn holds(headers: &HeaderMap, etag: &str) -> bool {
    let values = headers
        .get_all(header::IF_NONE_MATCH)
        .into_iter()
        .filter_map(|value| value.to_str().ok());
    let mut tags = values.flat_map(|value| value.split(',')).map(str::trim);
    tags.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn with(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        for (value, taken) in [
            ("gzip, deflate, br", true),
            ("br;q=1.0, *;q=0.5", true),
            ("gzip;q=0, *", false),
            ("*;q=0", false),
            ("identity", false),
            ("GZIP; q=0.3", true),
        ] {
            assert_eq!(accepts_gzip(&with(header::ACCEPT_ENCODING, value)), taken, "{value}");
        }
        assert!(!accepts_gzip(&HeaderMap::new()));
    }

    #[test]
    fn all_compressed_files_inflate() {
        for asset in SWAGGER_UI.iter().chain(&REDOC) {
            let response = asset.respond(&HeaderMap::new());
            assert!(
                response.body().as_bytes().is_some_and(|bytes| bytes.len() > 20),
                "{}",
                asset.name
            );
            assert!(response.headers().get(header::CONTENT_ENCODING).is_none());
        }
        let plain = SWAGGER_UI[1].plain();
        assert!(
            !String::from_utf8_lossy(&plain).contains("data:"),
            "the style sheet holds a data: URL"
        );
    }

    #[test]
    fn a_known_file_is_not_sent_again() {
        let first = SWAGGER_UI[0].respond(&with(header::ACCEPT_ENCODING, "gzip"));
        assert_eq!(first.headers()[header::CONTENT_ENCODING], "gzip");
        let etag = first.headers()[header::ETAG].to_str().unwrap();
        let mut headers = with(header::IF_NONE_MATCH, &format!("\"other\", {etag}"));
        // The plain bytes are another representation, with a tag of their own.
        assert_eq!(SWAGGER_UI[0].respond(&headers).status_code(), 200);
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        assert_eq!(SWAGGER_UI[0].respond(&headers).status_code(), 304);
    }
}
