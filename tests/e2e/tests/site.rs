//! The pages of `examples/site` in a real browser: links, escaping, a form with several files.

use e2e::{Example, node, run};

#[test]
fn the_site_works_in_a_browser() {
    let site = Example::start("site");
    let base = format!("http://127.0.0.1:{}", site.port());
    println!("{}", run(node().arg("site.mjs").arg(base)));
}
