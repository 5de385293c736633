//! `debug(true)`: errors nobody expected are shown, as a page or as text, with nothing of them as markup (ERR-12).

use std::fmt;

use fasterapi::prelude::*;
use fasterapi::testing::TestResponse;

use crate::client;

#[derive(Debug)]
struct Outer(std::num::ParseIntError);

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<script>alert('x')</script>")
    }
}

impl std::error::Error for Outer {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[get("/fails/{name}")]
async fn fails(name: String) -> Result<u8, Outer> {
    name.parse().map_err(Outer)
}

#[get("/panics")]
async fn panics() -> u8 {
    panic!("on <purpose>")
}

#[get("/refuses")]
async fn refuses() -> Result<u8, HttpError> {
    Err(HttpError::conflict("in the way"))
}

async fn last_resort(_: Request, _: AnyError) -> PlainText<&'static str> {
    PlainText("the last resort")
}

async fn on_outer(_: Request, _: Outer) -> PlainText<&'static str> {
    PlainText("an answer for the type")
}

fn app() -> App {
    App::new().routes(routes![fails, panics, refuses])
}

fn get(app: App, path: &str, accept: &str) -> TestResponse {
    client(app).get(path).header("accept", accept).send()
}

const BROWSER: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

#[test]
fn a_browser_sees_a_page_without_a_word_of_markup_in_it() {
    let answer = get(app().debug(true), "/fails/%3Cb%3E", BROWSER).assert_status(500);
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert!(
        answer
            .header("content-security-policy")
            .unwrap()
            .starts_with("default-src 'none';")
    );
    let page = answer.text();
    assert!(
        page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"),
        "{page}"
    );
    assert!(page.contains("GET /fails/&lt;b&gt;"), "{page}");
    assert!(page.contains("invalid digit found in string"), "{page}");
    assert!(page.contains("ParseIntError"), "{page}");
    assert!(!page.contains("<script>") && !page.contains("<b>"), "{page}");
}

#[test]
fn others_read_it_as_text() {
    let answer = get(app().debug(true), "/fails/x", "*/*").assert_status(500);
    assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    let expected = "500 Internal Server Error\nGET /fails/x\n\nError:\n<script>alert('x')</script>\n\nCaused by:\ninvalid \
                    digit found in string\n";
    assert!(answer.text().starts_with(expected), "{}", answer.text());
}

#[test]
fn a_panic_is_shown_with_its_place() {
    let text = get(app().debug(true), "/panics", "*/*")
        .assert_status(500)
        .text()
        .to_owned();
    assert!(text.contains("Error:\na panic: on <purpose>"), "{text}");
    assert!(
        text.contains("debug_pages.rs:") && text.contains("Backtrace:"),
        "{text}"
    );
}

#[test]
fn the_page_stands_for_the_last_resort_alone() {
    let handled = || app().error_handler(last_resort).debug(true);
    assert!(get(handled(), "/fails/x", "*/*").text().contains("Caused by:"));
    let typed = get(handled().error_handler(on_outer), "/fails/x", "*/*");
    assert_eq!(typed.text(), "an answer for the type");
    assert_eq!(
        get(handled(), "/refuses", "*/*").assert_status(409).json::<Value>(),
        json!({"detail": "in the way"})
    );
}

#[test]
fn nothing_is_shown_unless_it_is_asked_for() {
    for app in [app(), app().debug(false)] {
        assert_eq!(
            get(app, "/panics", BROWSER).assert_status(500).text(),
            "Internal Server Error"
        );
    }
}
