//! Nothing comes out of a folder that is not in it.

use std::path::Path;

use conformance::static_paths;

#[test]
fn every_attack_on_a_folder_fails() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/static_paths.json");
    let outcome = static_paths::run(&file).unwrap();
    assert_eq!(outcome.failed, Vec::<String>::new());
    assert_eq!(outcome.passed, 54);
}
