//! The pages of the document, when the document and the address are hostile, in a real browser: nothing of it runs.

use e2e::{Program, node, run};

const PROGRAM: &str = env!("CARGO_BIN_EXE_hostile");

fn look_at(program: &Program, pages: &[&str]) {
    let base = format!("http://127.0.0.1:{}", program.port());
    println!("{}", run(node().arg("hostile.mjs").arg(base).args(pages)));
}

#[test]
fn nothing_of_a_document_runs() {
    look_at(&Program::start(PROGRAM, &[], &[]), &[]);
}

/// The prefix that a proxy strips stands in the pages, too.
#[test]
fn nothing_of_a_prefix_runs() {
    let prefix = "/</script><script>window.hurt=1;alert(1)</script><img/src=x/onerror=window.hurt=1>'-alert(1)-'";
    let program = Program::start(PROGRAM, &["--root-path", prefix], &[]);
    look_at(&program, &["/docs", "/redoc"]);
}
