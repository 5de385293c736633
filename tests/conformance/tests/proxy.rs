//! Every row of `proxy.json` is as recorded, or listed in `DIFFERENCES.md`.

use std::collections::BTreeSet;
use std::path::Path;

use conformance::differences::{self, Subject};
use conformance::proxy;

#[test]
fn what_differs_is_listed_and_the_other_way_round() {
    let outcome = proxy::run(&Path::new(env!("CARGO_MANIFEST_DIR")).join("proxy.json")).unwrap();
    let differing: BTreeSet<&str> = outcome.failed.iter().map(|(row, _)| row.as_str()).collect();
    let rows = differences::load().unwrap();
    let listed: BTreeSet<&str> = rows
        .iter()
        .filter(|row| row.app == "proxy")
        .filter_map(|row| match &row.subject {
            Subject::Case(name) => Some(name.as_str()),
            Subject::Document(_) => None,
        })
        .collect();
    for (row, difference) in outcome.failed.iter().filter(|(row, _)| !listed.contains(row.as_str())) {
        eprintln!("{row}: {difference}");
    }
    assert_eq!(differing, listed);
    assert!(
        !differing.iter().any(|row| row.starts_with("fwd-")),
        "RFC 7239 leaves no choice"
    );
    assert!(outcome.passed > 350);
}
