//! Swagger UI and ReDoc in a real browser: from the shop itself, and through a real nginx under a prefix.
//!
//! `browser.mjs` refuses every other origin, and every answer carries `Content-Security-Policy: default-src 'self'`.

use e2e::{Nginx, Prefix, Shop, node, request, run};
use serde_json::json;

fn look_at(base: &str, options: &[&str]) {
    let printed = run(node().arg("browser.mjs").arg(base).args(options));
    println!("{printed}");
}

#[test]
fn docs_work_from_the_shop_itself() {
    let shop = Shop::start(&[]);
    look_at(&format!("http://127.0.0.1:{}", shop.port()), &["--add-csp"]);
}

#[test]
fn docs_work_behind_nginx_that_strips_the_prefix() {
    let shop = Shop::start(&["--root-path", "/api/v1"]);
    let nginx = Nginx::start(&shop, Prefix::Stripped);
    look_at(&format!("http://127.0.0.1:{}/api/v1", nginx.port()), &[]);
}

#[test]
fn docs_work_behind_nginx_that_keeps_the_prefix() {
    let shop = Shop::start(&["--root-path", "/api/v1"]);
    let nginx = Nginx::start(&shop, Prefix::Kept);
    look_at(&format!("http://127.0.0.1:{}/api/v1", nginx.port()), &[]);
}

#[test]
fn redirects_keep_the_prefix() {
    for prefix in [Prefix::Stripped, Prefix::Kept] {
        let shop = Shop::start(&["--root-path", "/api/v1"]);
        let nginx = Nginx::start(&shop, prefix);
        let answer = request(nginx.port(), "GET", "/api/v1/products/?limit=1", None).expect("nginx answers");
        assert_eq!(answer.status, 307, "{prefix:?}");
        let location = format!("http://127.0.0.1:{}/api/v1/products?limit=1", nginx.port());
        assert_eq!(answer.header("location"), Some(location.as_str()), "{prefix:?}");
        let document = request(nginx.port(), "GET", "/api/v1/openapi.json", None).expect("nginx answers");
        assert_eq!(document.json()["servers"], json!([{"url": "/api/v1"}]), "{prefix:?}");
    }
}
