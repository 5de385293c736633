//! Pages from templates (`TMPL-01` to `TMPL-07`).

use std::fs;
use std::path::Path;

use fasterapi::prelude::*;
use fasterapi::templates::minijinja::Environment;
use fasterapi::templates::{TemplateResponse, Templates, context};

use crate::client;
use crate::folder::Folder;

#[get("/hello/{name}")]
async fn hello(request: &Request, name: String, templates: State<Templates>) -> TemplateResponse {
    templates.response(request, "hello.html", context! { name })
}

#[get("/mail")]
async fn mail(request: &Request, templates: State<Templates>) -> TemplateResponse {
    let page = templates.response(request, "mail.txt", context! { name => "<Ada>" });
    page.status(StatusCode::ACCEPTED)
        .media_type("text/plain")
        .cookie(Cookie::new("seen", "1"))
}

#[get("/bad")]
async fn bad(request: &Request, templates: State<Templates>) -> TemplateResponse {
    templates
        .response(request, "hello.html", context! {})
        .header("x-name", "split\r\nme: no")
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

fn app(templates: Templates) -> App {
    App::new().state(templates).routes(routes![hello, mail, bad])
}

#[test]
fn a_template_sees_its_context_the_request_and_the_routes() {
    let folder = Folder::new();
    write(
        &folder.path("hello.html"),
        "{{ name }}|{{ request.method }}|{{ request.url.path }}|{{ request.query_params.q }}|{{ request.headers['X-A'] }}|\
         {{ request.cookies.c }}|{{ request.path_params.name }}|{{ url_for('hello', name=name) }}|{{ request.url }}|\
         {{ request.url_for('mail') }}|{{ name | e }}|{{ '<b>' | safe }}|{{ request.client.host }}",
    );
    let client = client(app(Templates::new(folder.path("")).unwrap()));
    let answer = client
        .get("/hello/A%26B?q=%3C")
        .header("x-a", "1")
        .cookie("c", "2")
        .send()
        .assert_status(200);
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(
        answer.text(),
        "A&amp;B|GET|/hello/A%26B|&lt;|1|2|A&amp;B|http://testserver/hello/A&amp;B|http://testserver/hello/A%26B?q=%3C|\
         http://testserver/mail|A&amp;B|<b>|"
    );
}

#[test]
fn status_media_type_headers_and_cookies_are_the_handlers() {
    let folder = Folder::new();
    write(&folder.path("mail.txt"), "Dear {{ name }}");
    write(&folder.path("hello.html"), "");
    let client = client(app(Templates::new(folder.path("")).unwrap()));
    let answer = client.get("/mail").send().assert_status(202);
    assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(answer.header("set-cookie"), Some("seen=1; Path=/; SameSite=lax"));
    assert_eq!(answer.text(), "Dear <Ada>");
    let answer = client.get("/bad").send().assert_status(500);
    assert_eq!(answer.header("me"), None);
}

#[test]
fn context_processors_add_to_every_context() {
    let mut environment = Environment::new();
    environment
        .add_template("hello.html", "{{ name }} {{ site }} {{ path }}")
        .unwrap();
    let templates = Templates::of(environment)
        .context_processor(|_| context! { site => "first", name => "nobody" })
        .context_processor(|request| context! { site => "second", path => request.path() });
    let answer = client(app(templates)).get("/hello/Ada").send().assert_status(200);
    assert_eq!(answer.text(), "nobody second /hello/Ada");
}

#[test]
fn a_test_sees_the_template_and_its_context() {
    let mut environment = Environment::new();
    environment.add_template("hello.html", "{{ name }}").unwrap();
    let client = client(app(Templates::of(environment)).routes(routes![plain]));
    let answer = client.get("/hello/Ada").send().assert_status(200);
    assert_eq!(answer.template(), Some("hello.html"));
    assert_eq!(answer.context(), Some(&json!({"name": "Ada"})));
    let answer = client.get("/plain").send().assert_status(200);
    assert_eq!((answer.template(), answer.context()), (None, None));
}

#[get("/plain")]
async fn plain() -> &'static str {
    "plain"
}

#[test]
fn templates_are_read_anew_in_development() {
    let folder = Folder::new();
    write(&folder.path("hello.html"), "one {{ name }}");
    let reading = client(app(
        Templates::with(folder.path(""), |env| env.set_auto_reload(true)).unwrap()
    ));
    let keeping = client(app(
        Templates::with(folder.path(""), |env| env.set_auto_reload(false)).unwrap()
    ));
    for client in [&reading, &keeping] {
        assert_eq!(client.get("/hello/x").send().text(), "one x");
    }
    write(&folder.path("hello.html"), "another {{ name }}");
    assert_eq!(reading.get("/hello/x").send().text(), "another x");
    assert_eq!(keeping.get("/hello/x").send().text(), "one x");
}

#[test]
fn mistakes_are_a_500_that_says_nothing() {
    let folder = Folder::new();
    write(&folder.path("hello.html"), "{{ url_for('nothing') }}");
    let client = client(app(Templates::new(folder.path("")).unwrap()));
    for path in ["/hello/x", "/mail"] {
        assert_eq!(
            client.get(path).send().assert_status(500).text(),
            "Internal Server Error",
            "{path}"
        );
    }
}

#[test]
fn templates_outside_of_the_folder_are_not_there() {
    let folder = Folder::new();
    fs::create_dir(folder.path("inner")).unwrap();
    write(&folder.path("secret.html"), "secret");
    let templates = Templates::new(folder.path("inner")).unwrap();
    for name in ["../secret.html", "/secret.html", "inner/../../secret.html"] {
        assert!(templates.environment().get_template(name).is_err(), "{name}");
    }
    let missing = Templates::new(folder.path("none")).unwrap_err().to_string();
    assert!(
        missing.contains("there is no folder") && missing.contains("none"),
        "{missing}"
    );
}

#[test]
fn a_template_is_html_in_the_document() {
    let mut environment = Environment::new();
    environment.add_template("hello.html", "").unwrap();
    let document = app(Templates::of(environment)).openapi().unwrap();
    let content = &document["paths"]["/hello/{name}"]["get"]["responses"]["200"]["content"];
    assert_eq!(*content, json!({"text/html": {"schema": {"type": "string"}}}));
}

#[test]
fn a_context_processor_of_a_clone_counts() {
    let mut environment = Environment::new();
    environment.add_template("hello.html", "{{ name }} {{ site }}").unwrap();
    let templates = Templates::of(environment);
    let clone = templates.clone().context_processor(|_| context! { site => "here" });
    let answer = client(app(clone)).get("/hello/Ada").send().assert_status(200);
    assert_eq!(answer.text(), "Ada here");
    let answer = client(app(templates)).get("/hello/Ada").send().assert_status(200);
    assert_eq!(answer.text(), "Ada ");
}

#[test]
fn cookies_are_read_as_everywhere_else() {
    let mut environment = Environment::new();
    environment
        .add_template("hello.html", "{{ request.cookies.a }}|{{ request.cookies.b }}")
        .unwrap();
    let client = client(app(Templates::of(environment)));
    let answer = client
        .get("/hello/Ada")
        .header("cookie", "a=\"1 2\"; b=old; b=new")
        .send();
    assert_eq!(answer.text(), "1 2|new");
}

#[get("/both")]
async fn two_cookies(request: &Request, parts: &mut ResponseParts, templates: State<Templates>) -> TemplateResponse {
    parts.set_cookie(Cookie::new("first", "1"));
    templates
        .response(request, "hello.html", context! {})
        .cookie(Cookie::new("second", "2"))
        .header("vary", "cookie")
}

#[test]
fn cookies_of_both_ways_are_sent() {
    let mut environment = Environment::new();
    environment.add_template("hello.html", "").unwrap();
    let client = client(app(Templates::of(environment)).routes(routes![two_cookies]));
    let answer = client.get("/both").send().assert_status(200);
    assert_eq!(
        (answer.cookie("first"), answer.cookie("second")),
        (Some("1"), Some("2"))
    );
}
