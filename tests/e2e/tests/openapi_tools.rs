//! The shop's document as other people's tools read it.

use std::path::PathBuf;

use e2e::{Scratch, Shop, node, python_tool, run};

/// `cargo run -- openapi > openapi.json`.
fn document(scratch: &Scratch) -> PathBuf {
    let file = scratch.path().join("openapi.json");
    std::fs::write(&file, run(Shop::command().arg("openapi"))).expect("openapi.json is written");
    file
}

#[test]
fn openapi_spec_validator_accepts_it() {
    let scratch = Scratch::new();
    println!("{}", run(python_tool("openapi-spec-validator").arg(document(&scratch))));
}

#[test]
fn swagger_parser_accepts_it() {
    let scratch = Scratch::new();
    println!("{}", run(node().arg("swagger_parser.mjs").arg(document(&scratch))));
}

#[test]
fn openapi_typescript_makes_a_client_that_type_checks() {
    let scratch = Scratch::new();
    let types = scratch.path().join("shop.d.ts");
    run(node()
        .arg("node_modules/openapi-typescript/bin/cli.js")
        .arg(document(&scratch))
        .arg("-o")
        .arg(&types));
    let program = scratch.path().join("client.ts");
    std::fs::write(&program, include_str!("client.ts")).expect("client.ts is written");
    run(node()
        .arg("node_modules/typescript/bin/tsc")
        .args(["--strict", "--noEmit", "--skipLibCheck"])
        .arg(&program));
}

/// Every answer to generated requests, right and wrong, is one the document knows, and none is a 500.
///
/// Two checks are left out on purpose, since the document cannot say all: `negative_data_rejection`, as numbers are read
/// leniently (`"3"` is 3, as in pydantic), and `positive_data_acceptance`, as an integer ends where its type does.
#[test]
fn schemathesis_finds_no_undocumented_answer() {
    let shop = Shop::start(&[]);
    let scratch = Scratch::new();
    let token = shop.log_in("grace", "hopper");
    let printed = run(python_tool("schemathesis")
        .current_dir(scratch.path())
        .arg("run")
        .arg(format!("http://127.0.0.1:{}/openapi.json", shop.port()))
        .args([
            "--checks",
            "all",
            "--exclude-checks",
            "negative_data_rejection,positive_data_acceptance",
        ])
        .args(["--header", &format!("Authorization: Bearer {token}")])
        .args(["--max-examples", "30", "--seed", "7", "--no-color"]));
    println!("{printed}");
    assert_eq!(shop.get("/health").status, 200);
}
