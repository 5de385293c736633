//! Tokens are accepted when they are good, and only then.

use std::path::Path;

use conformance::jwt;

#[test]
fn every_token_is_judged_as_it_should_be() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/jwt_cases.json");
    let outcome = jwt::run(&file).unwrap();
    assert_eq!(outcome.failed, Vec::<String>::new());
    assert_eq!(outcome.passed, 37);
}
