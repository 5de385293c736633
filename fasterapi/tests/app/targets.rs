//! Requests that are none of an app's (RFC 9112, section 3.2): whatever else the app has, the answer is the same.

use fasterapi::middleware::RequestId;
use fasterapi::prelude::*;
use fasterapi::server::Config;

#[get("/")]
async fn root() -> &'static str {
    "root"
}

/// Takes every path and method that nobody else does.
async fn anything(request: Request) -> String {
    request.path().to_owned()
}

fn status(app: App, config: &Config, method: &str, target: &str) -> u16 {
    let request = http::Request::builder().method(method).uri(target).header("host", "a");
    let request = request.body(String::new()).unwrap();
    let mut service = app.into_service_with(config).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let answer = runtime.block_on(tower_service::Service::call(&mut service, request));
    answer.unwrap().status().as_u16()
}

#[test]
fn what_is_no_request_is_refused_whether_there_is_middleware_or_not() {
    let apps: [fn() -> App; 5] = [
        || App::new().routes(routes![root]),
        || App::new().routes(routes![root]).middleware(RequestId::new()),
        || App::new().routes(routes![root]).mount("/", App::new()),
        || App::new().include(Router::new().routes(routes![root]).fallback(anything)),
        || {
            App::new()
                .routes(routes![root])
                .frontend("/", env!("CARGO_MANIFEST_DIR"))
        },
    ];
    let long = "M".repeat(33);
    for (number, app) in apps.into_iter().enumerate() {
        for config in [Config::new(), Config::new().root_path("/api")] {
            for (method, target, answer) in [
                ("GET", "*", 400),
                ("GET", "a:80", 400),
                ("CONNECT", "a:80", 400),
                ("GET", "gopher://a/", 400),
                (&*long, "/", 501),
                (&*long, "/none", 501),
                ("GET", "/", 200),
                ("GET", "http://a/", 200),
            ] {
                let status = status(app(), &config, method, target);
                assert_eq!(status, answer, "app {number}: {method} {target} {config:?}");
            }
        }
    }
}
