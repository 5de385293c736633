//! [`Origins`]: whose pages may call.

use http::HeaderValue;
use regex::Regex;

/// Whose pages may call.
#[derive(Debug)]
pub(super) enum Origins {
    /// Everybody's.
    Any,
    /// Those that are listed or match.
    Some { listed: Vec<String>, regex: Option<Regex> },
}

impl Origins {
    /// # Errors
    /// A sentence: an origin has a path, or is none; the regular expression is none.
    pub(super) fn new(listed: Vec<String>, pattern: Option<&str>) -> Result<Self, String> {
        let regex = pattern.map(|pattern| {
            Regex::new(&format!("^(?:{pattern})$"))
                .map_err(|error| format!("CORS: allow_origin_regex({pattern:?}) is not a regular expression: {error}"))
        });
        let regex = regex.transpose()?;
        if listed.iter().any(|origin| origin == "*") {
            return Ok(Self::Any);
        }
        for origin in &listed {
            check(origin)?;
        }
        Ok(Self::Some { listed, regex })
    }

    pub(super) fn allows(&self, origin: &HeaderValue) -> bool {
        match self {
            Self::Any => true,
            Self::Some { listed, regex } => {
                listed.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes())
                    || regex
                        .as_ref()
                        .is_some_and(|regex| origin.to_str().is_ok_and(|origin| regex.is_match(origin)))
            }
        }
    }
}

/// Browsers send `scheme://host`, or with a port, or `null`: anything else never matches.
fn check(origin: &str) -> Result<(), String> {
    let told = |mend: &str| Err(format!("CORS: no browser sends the origin {origin:?}; {mend}"));
    if origin == "null" {
        return Ok(());
    }
    let Some((_, authority)) = origin.split_once("://") else {
        return told("write it with its scheme, as in \"https://shop.example\"");
    };
    if authority.contains('*') {
        return told("use allow_origin_regex for more than one");
    }
    if authority.contains(['/', '?', '#']) {
        return told("leave out what follows the host and its port");
    }
    if origin.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return told("write it in lower case");
    }
    Ok(())
}
