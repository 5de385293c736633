//! `conformance jwt FILE.json`: real tokens, and whether a verifier accepts them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use fasterapi::security::jwt::{JwtAlgorithm, JwtKey, JwtVerifier};
use serde::Deserialize;
use serde_json::{Map, Value};

/// A table of tokens, and the keys they are judged with.
#[derive(Debug, Deserialize)]
struct Table {
    meta: Meta,
    cases: Vec<Case>,
}

#[derive(Debug, Deserialize)]
struct Meta {
    /// Seconds since 1970.
    now: u64,
    /// The keys, by the names that the cases use, among other things.
    #[serde(flatten)]
    keys: BTreeMap<String, Value>,
}

#[derive(Debug, Deserialize)]
struct Case {
    id: String,
    title: String,
    config: Config,
    token: Text,
    valid: bool,
}

#[derive(Debug, Deserialize)]
struct Config {
    algorithms: Vec<String>,
    key: String,
    audience: Option<OneOrMore>,
    issuer: Option<OneOrMore>,
    #[serde(default)]
    leeway: f64,
    #[serde(default, alias = "require")]
    required: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::More(more) => more,
        }
    }
}

/// A text, or how to make one that is too long to write down.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Text {
    Whole(String),
    Made {
        #[serde(default)]
        prefix: String,
        repeat: (String, usize),
        #[serde(default)]
        suffix: String,
    },
}

impl Text {
    fn make(&self) -> String {
        match self {
            Self::Whole(text) => text.clone(),
            Self::Made {
                prefix,
                repeat: (piece, times),
                suffix,
            } => format!("{prefix}{}{suffix}", piece.repeat(*times)),
        }
    }
}

/// What came of a table.
#[derive(Debug)]
pub struct Outcome {
    /// How many tokens were judged as they should be.
    pub passed: usize,
    /// One line for each that was not.
    pub failed: Vec<String>,
}

/// Judges the tokens of the table in `file`.
///
/// # Errors
/// When the table cannot be read.
pub fn run(file: &Path) -> Result<Outcome, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let table: Table = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    let now = UNIX_EPOCH + Duration::from_secs(table.meta.now);
    let mut outcome = Outcome {
        passed: 0,
        failed: Vec::new(),
    };
    for case in &table.cases {
        let judged = verifier(&case.config, &table.meta.keys).and_then(|verifier| judge(&verifier, case, now));
        if judged.is_ok() == case.valid {
            outcome.passed += 1;
        } else {
            let reason = judged.err().unwrap_or_else(|| "accepted".to_owned());
            outcome.failed.push(format!("{} {}: {reason}", case.id, case.title));
        }
    }
    Ok(outcome)
}

fn judge(verifier: &JwtVerifier, case: &Case, now: SystemTime) -> Result<Map<String, Value>, String> {
    let claims = verifier.verify_at(&case.token.make(), now);
    claims.map_err(|error| error.to_string())
}

fn verifier(config: &Config, keys: &BTreeMap<String, Value>) -> Result<JwtVerifier, String> {
    let problem = |error: &dyn std::error::Error| error.to_string();
    let algorithms = config.algorithms.iter().map(|name| name.parse());
    let algorithms: Result<Vec<JwtAlgorithm>, _> = algorithms.collect();
    let key = keys.get(&config.key).and_then(Value::as_str);
    let key = key.ok_or_else(|| format!("the table has no key {:?}", config.key))?;
    let key = if key.contains("-----BEGIN ") {
        JwtKey::public_pem(key)
    } else {
        JwtKey::secret(key)
    };
    let key = key.map_err(|error| problem(&error))?;
    let verifier = JwtVerifier::new(algorithms.map_err(|error| problem(&error))?, [key]);
    let mut verifier = verifier.map_err(|error| problem(&error))?;
    for audience in config.audience.iter().flat_map(OneOrMore::as_slice) {
        verifier = verifier.audience(audience);
    }
    for issuer in config.issuer.iter().flat_map(OneOrMore::as_slice) {
        verifier = verifier.issuer(issuer);
    }
    let leeway = Duration::try_from_secs_f64(config.leeway).map_err(|error| problem(&error))?;
    Ok(verifier.leeway(leeway).require(&config.required))
}
