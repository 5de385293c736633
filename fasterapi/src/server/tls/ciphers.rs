//! The names of cipher suites.

use tokio_rustls::rustls::SupportedCipherSuite;
use tokio_rustls::rustls::crypto::ring::cipher_suite::*;

/// The suites that rustls has: IANA's name (RFC 8446, RFC 5289, RFC 7905), OpenSSL's, and the suite.
const SUITES: [(&str, &str, SupportedCipherSuite); 9] = [
    ("TLS_AES_256_GCM_SHA384", "", TLS13_AES_256_GCM_SHA384),
    ("TLS_AES_128_GCM_SHA256", "", TLS13_AES_128_GCM_SHA256),
    ("TLS_CHACHA20_POLY1305_SHA256", "", TLS13_CHACHA20_POLY1305_SHA256),
    (
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    ),
    (
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    ),
    (
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "ECDHE-ECDSA-CHACHA20-POLY1305",
        TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    ),
    (
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "ECDHE-RSA-AES256-GCM-SHA384",
        TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    ),
    (
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "ECDHE-RSA-AES128-GCM-SHA256",
        TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    ),
    (
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "ECDHE-RSA-CHACHA20-POLY1305",
        TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ),
];

/// The suites of a list of names, separated by colons.
///
/// # Errors
/// What was expected, when a name is none of theirs or there is none.
pub(crate) fn parse(names: &str) -> Result<Vec<SupportedCipherSuite>, String> {
    let find = |name: &str| {
        let suite = SUITES.iter().find(|(iana, openssl, _)| {
            name.eq_ignore_ascii_case(iana) || (!openssl.is_empty() && name.eq_ignore_ascii_case(openssl))
        });
        suite.map(|(_, _, suite)| *suite).ok_or_else(|| {
            let known: Vec<_> = SUITES.iter().map(|(iana, ..)| *iana).collect();
            format!(
                "cipher suites separated by colons, of {}; `{name}` is none",
                known.join(", ")
            )
        })
    };
    let names = names.split(':').map(str::trim).filter(|name| !name.is_empty());
    let suites = names.map(find).collect::<Result<Vec<_>, _>>()?;
    if suites.is_empty() {
        return Err("at least one cipher suite".to_owned());
    }
    Ok(suites)
}

/// The name of a suite in RFCs.
pub(super) fn name(suite: SupportedCipherSuite) -> &'static str {
    let known = SUITES.iter().find(|(.., known)| known.suite() == suite.suite());
    known.map_or("", |(name, ..)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_suites_have_a_name() {
        for suite in tokio_rustls::rustls::crypto::ring::ALL_CIPHER_SUITES {
            assert_eq!(parse(name(*suite)), Ok(vec![*suite]));
        }
    }

    #[test]
    fn suites_have_two_names() {
        let suites = parse("ECDHE-RSA-AES128-GCM-SHA256: tls_aes_256_gcm_sha384 :").unwrap();
        assert_eq!(
            suites,
            [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS13_AES_256_GCM_SHA384]
        );
        assert!(parse("TLSv1").unwrap_err().contains("`TLSv1` is none"));
        assert!(parse(" : ").is_err());
    }
}
