//! [`Signer`]: the text of a cookie that clients cannot change.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value};
use sha2::Sha256;

/// Writes `values.time.signature`: JSON in base64, seconds since 1970 in hexadecimal, HMAC-SHA-256 in base64.
pub(super) struct Signer {
    /// With the cookie's name in them, so that one cookie is not taken for another. The first signs.
    keys: Vec<Hmac<Sha256>>,
}

impl Signer {
    pub(super) fn new(cookie: &str, secrets: Vec<Vec<u8>>) -> Self {
        let key = |secret: Vec<u8>| {
            let mut key = Hmac::<Sha256>::new_from_slice(&secret).ok()?;
            key.update(cookie.as_bytes());
            key.update(b"\0");
            Some(key)
        };
        // HMAC takes keys of any length.
        Self {
            keys: secrets.into_iter().filter_map(key).collect(),
        }
    }

    pub(super) fn write(&self, values: &Map<String, Value>, now: u64) -> String {
        let json = serde_json::to_vec(values).unwrap_or_default();
        let signed = format!("{}.{now:x}", BASE64.encode(json));
        let Some(key) = self.keys.first() else {
            return String::new();
        };
        let signature = key.clone().chain_update(&signed).finalize().into_bytes();
        format!("{signed}.{}", BASE64.encode(signature))
    }

    /// The values, if one of the secrets has signed them, not longer than `max_age` ago and not in the future.
    pub(super) fn read(&self, cookie: &str, max_age: Option<Duration>, now: u64) -> Option<Map<String, Value>> {
        let (signed, signature) = cookie.rsplit_once('.')?;
        let signature = BASE64.decode(signature).ok()?;
        let good = |key: &Hmac<Sha256>| key.clone().chain_update(signed).verify_slice(&signature).is_ok();
        if !self.keys.iter().any(good) {
            return None;
        }
        let (values, time) = signed.split_once('.')?;
        let age = now.checked_sub(u64::from_str_radix(time, 16).ok()?)?;
        if max_age.is_some_and(|max_age| age >= max_age.as_secs()) {
            return None;
        }
        serde_json::from_slice(&BASE64.decode(values).ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Option<Duration> = Some(Duration::from_secs(86_400));

    fn signer(secrets: &[&str]) -> Signer {
        Signer::new("sid", secrets.iter().map(|secret| secret.as_bytes().to_vec()).collect())
    }

    fn values() -> Map<String, Value> {
        serde_json::from_str(r#"{"name": "ann", "n": 1}"#).unwrap()
    }

    #[test]
    fn what_is_written_can_be_read_until_it_is_too_old() {
        let signer = signer(&["a"]);
        let cookie = signer.write(&values(), 1_000_000);
        assert_eq!(signer.read(&cookie, DAY, 1_000_000), Some(values()));
        assert_eq!(signer.read(&cookie, DAY, 1_086_399), Some(values()));
        assert_eq!(signer.read(&cookie, DAY, 1_086_400), None);
        assert_eq!(signer.read(&cookie, DAY, 999_999), None);
        assert_eq!(signer.read(&cookie, None, u64::MAX), Some(values()));
    }

    #[test]
    fn nobody_else_can_write_it() {
        let own = signer(&["a"]);
        let cookie = own.write(&values(), 5);
        assert_eq!(signer(&["b"]).read(&cookie, DAY, 5), None);
        assert_eq!(Signer::new("other", vec![b"a".to_vec()]).read(&cookie, DAY, 5), None);
        for at in 0..cookie.len() {
            let mut changed = cookie.clone().into_bytes();
            changed[at] ^= 1;
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(own.read(&changed, DAY, 5), None, "{changed}");
        }
        for garbage in ["", ".", "..", "a.b.c", &cookie[1..], "e30.5."] {
            assert_eq!(own.read(garbage, DAY, 5), None, "{garbage}");
        }
    }

    #[test]
    fn an_old_secret_is_still_read() {
        let cookie = signer(&["old"]).write(&values(), 5);
        let both = signer(&["new", "old"]);
        assert_eq!(both.read(&cookie, DAY, 5), Some(values()));
        assert_eq!(signer(&["old"]).read(&both.write(&values(), 5), DAY, 5), None);
    }
}
