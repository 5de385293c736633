//! A table of decisions about proxies: what existing software did with an input, and what the middleware here does.

mod addresses;
mod compression;
mod exchange;
mod forwarding;
mod guards;
mod rfc7239;
mod table;

use std::path::Path;

use serde_json::Value;

pub use table::Row;

/// The rows that are not as recorded, with what differs in each.
#[derive(Debug)]
pub struct Outcome {
    /// How many rows are as recorded.
    pub passed: usize,
    /// The others: the row's name and what differs.
    pub failed: Vec<(String, String)>,
}

/// Puts every row of the table in `path` through the middleware.
///
/// # Errors
/// The file is no table.
pub fn run(path: &Path) -> Result<Outcome, String> {
    let rows = table::load(path)?;
    let mut outcome = Outcome {
        passed: 0,
        failed: Vec::new(),
    };
    for row in rows {
        match evaluate(&row) {
            Ok(()) => outcome.passed += 1,
            Err(difference) => outcome.failed.push((row.id, difference)),
        }
    }
    Ok(outcome)
}

fn evaluate(row: &Row) -> Result<(), String> {
    match row.area.as_str() {
        "xff" | "xfp" => forwarding::walk(row),
        "trust-list" => forwarding::trust_list(row),
        "proxyfix" => forwarding::hops(row),
        "trusted-host" => guards::trusted_host(row),
        "https-redirect" => guards::https_redirect(row),
        "cors" => guards::cors(row),
        "gzip" => compression::gzip(row),
        "urls" => addresses::urls(row),
        "openapi-servers" => addresses::openapi_servers(row),
        "rfc7239" => rfc7239::evaluate(row),
        area => Err(format!("nothing here evaluates {area:?}")),
    }
}

/// What differs between `expected`, an object, and `got`, for these of its members.
fn compare(expected: &Value, got: &Value, members: &[&str]) -> Result<(), String> {
    let differing: Vec<String> = members
        .iter()
        .filter(|member| expected[**member] != got[**member])
        .map(|member| format!("{member} is {}, expected {}", got[*member], expected[*member]))
        .collect();
    match differing.as_slice() {
        [] => Ok(()),
        differing => Err(differing.join("; ")),
    }
}
