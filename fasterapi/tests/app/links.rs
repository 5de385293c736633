//! Addresses of routes: by name across mounts, by function with `url!` (`ROUTE-29`, `RTR-10`, `RTR-11`).

use fasterapi::prelude::*;
use fasterapi::routing::UrlError;

use crate::client;

mod items {
    use fasterapi::prelude::*;

    #[model]
    pub(super) enum Size {
        Small,
        Large,
    }

    #[get("/items/{item_id}/{size}/{name}")]
    pub(super) async fn read_item(item_id: u64, size: Size, name: String) -> String {
        format!("{item_id} {size:?} {name}")
    }
}

#[get("/reports/{year}")]
async fn report(year: u16) -> u16 {
    year
}

#[get("/links")]
async fn links(request: &Request) -> Result<Vec<String>, UrlError> {
    let name = "a b".to_owned();
    let item = url!(items::read_item {
        item_id: 5,
        size: items::Size::Large,
        name: &name
    });
    Ok(vec![
        request.url_for("static", &[("path", "/css/site 1.css")])?.to_string(),
        request.url_for("admin:report", &[("year", "1999")])?.to_string(),
        request.link(item)?.to_string(),
        request
            .link(url!(report { year: 2001 }).query("full", true))?
            .to_string(),
        request.link(url!(links))?.to_string(),
    ])
}

#[get("/back")]
async fn back(request: &Request) -> Result<Vec<String>, UrlError> {
    Ok(vec![
        request.link(url!(links))?.to_string(),
        request.url_for("static", &[("path", "x.css")])?.path().to_owned(),
        request.link(url!(back))?.path().to_owned(),
        request.path_param("tenant").unwrap_or("none").to_owned(),
    ])
}

fn app() -> App {
    let admin = App::new().routes(routes![report, back]);
    let tenant = App::new().routes(routes![back]);
    App::new()
        .routes(routes![links])
        .include(Router::new().prefix("/v1").routes(routes![items::read_item]))
        .mount_named("/static", StaticFiles::new(env!("CARGO_MANIFEST_DIR")), "static")
        .mount_named("/admin", admin, "admin")
        .mount("/t/{tenant}", tenant)
}

#[test]
fn addresses_are_made_by_name_and_by_function() {
    let expected = json!([
        "http://testserver/static/css/site%201.css",
        "http://testserver/admin/reports/1999",
        "http://testserver/v1/items/5/Large/a%20b",
        "http://testserver/admin/reports/2001?full=true",
        "http://testserver/links"
    ]);
    let answer = client(app()).get("/links").send().assert_status(200);
    assert_eq!(answer.json::<Value>(), expected);
    let behind = client(app().root_path("/api")).get("/links").send().assert_status(200);
    assert_eq!(
        behind.json::<Value>()[0],
        "http://testserver/api/static/css/site%201.css"
    );
}

#[test]
fn a_mounted_app_finds_its_own_routes_first_and_then_those_of_the_outermost() {
    let answer = client(app())
        .get("/admin/back")
        .send()
        .assert_status(200)
        .json::<Value>();
    let expected = json!(["http://testserver/links", "/static/x.css", "/admin/back", "none"]);
    assert_eq!(answer, expected);
}

#[test]
fn the_prefix_of_a_mount_may_have_parameters() {
    let answer = client(app())
        .get("/t/acme%20inc/back")
        .send()
        .assert_status(200)
        .json::<Value>();
    let expected = json!([
        "http://testserver/links",
        "/static/x.css",
        "/t/acme%20inc/back",
        "acme inc"
    ]);
    assert_eq!(answer, expected);
    let service = app().build().unwrap();
    assert_eq!(service.path_of(&url!(back)).unwrap(), "/admin/back");
    assert_eq!(
        service.path_of(&url!(back).param("tenant", "x y")).unwrap(),
        "/t/x%20y/back"
    );
    let only = App::new()
        .mount("/t/{tenant}", App::new().routes(routes![back]))
        .build()
        .unwrap();
    assert_eq!(
        only.path_of(&url!(back).param("tenant", "x y")).unwrap(),
        "/t/x%20y/back"
    );
    assert!(only.path_of(&url!(back)).is_err());
}

#[test]
fn what_is_not_there_is_an_error() {
    let service = app().build().unwrap();
    let error = |name: &str, params: &[(&str, &str)]| service.url_path_for(name, params).unwrap_err().to_string();
    assert_eq!(error("report", &[]), "no route is called \"report\"");
    assert_eq!(error("admin:none", &[]), "no route is called \"admin:none\"");
    assert!(error("static", &[]).contains("takes one parameter, \"path\""));
    assert!(error("admin:report", &[]).contains("needs the parameter \"year\""));
    for name in ["", "a/b"] {
        let item = url!(items::read_item {
            item_id: 5,
            size: items::Size::Large,
            name: name
        });
        let error = service.path_of(&item).unwrap_err().to_string();
        assert!(
            error.contains(&format!("does not take {name:?} as \"name\"")),
            "{error}"
        );
    }
    let empty = App::new().build().unwrap();
    let error = empty.path_of(&url!(links)).unwrap_err().to_string();
    assert_eq!(
        error,
        "the function \"links\" is no route of this app; add it with `.routes(routes![links])`"
    );
}

/// A type of the program's own that is called as something in the macro.
struct PathParams;

impl PathParams {
    const YEAR: u16 = 1999;
}

#[test]
fn a_value_means_what_it_means_around_the_macro() {
    let link = url!(report { year: PathParams::YEAR });
    assert_eq!(app().build().unwrap().path_of(&link).unwrap(), "/admin/reports/1999");
}

/// Called as something that the macros write.
#[get("/found")]
async fn found() -> u8 {
    1
}

#[test]
fn a_route_may_be_called_as_something_in_the_macros() {
    let app = App::new().routes(routes![found]).build().unwrap();
    assert_eq!(app.path_of(&url!(found)).unwrap(), "/found");
}
