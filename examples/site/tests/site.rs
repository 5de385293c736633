//! The site as a visitor sees it.

use fasterapi::testing::{MultipartForm, TestClient};

fn client() -> TestClient {
    TestClient::new(site::app().unwrap()).unwrap()
}

#[test]
fn pages_are_escaped_and_linked() {
    let client = client();
    let home = client.get("/").send().assert_status(200);
    assert_eq!(home.template(), Some("home.html"));
    let text = home.text();
    assert!(
        text.contains("<a href=\"http://testserver/books/1\">Sense &amp; Sensibility</a>"),
        "{text}"
    );
    assert!(text.contains("The &lt;Tag&gt; Book"), "{text}");
    assert!(text.contains("9.90 €") && text.contains("5.05 €"), "{text}");
    assert!(text.contains("href=\"http://testserver/static/site.css\""), "{text}");
    client
        .get("/static/site.css")
        .send()
        .assert_status(200)
        .assert_header("content-type", "text/css; charset=utf-8");
}

#[test]
fn a_search_shows_what_fits() {
    let page = client().get("/search").query("q", "ELIOT").send().assert_status(200);
    assert!(
        page.text().contains("Middlemarch") && !page.text().contains("Austen"),
        "{}",
        page.text()
    );
    let page = client()
        .get("/search")
        .query("q", "\"><script>")
        .send()
        .assert_status(200);
    assert!(
        page.text().contains("Nothing found.") && !page.text().contains("<script>"),
        "{}",
        page.text()
    );
}

#[test]
fn what_is_not_there_is_a_page_too() {
    for path in ["/books/99", "/nowhere"] {
        let page = client().get(path).send().assert_status(404);
        assert!(
            page.text().contains("<h1>Not found</h1>") && page.text().contains(path),
            "{}",
            page.text()
        );
    }
}

#[test]
fn photos_are_sent_with_a_form() {
    let client = client().follow_redirects(true);
    let form = MultipartForm::new()
        .text("title", "Shelf & cat")
        .file("files", "shelf.jpg", "image/jpeg", [1; 10])
        .file("files", "cat.png", "image/png", [2; 20]);
    let album = client.post("/photos/").multipart(form).send().assert_status(200);
    assert_eq!(album.history()[0].status(), 303);
    let text = album.text();
    assert!(text.contains("<li>Shelf &amp; cat: shelf.jpg, 10 bytes</li>"), "{text}");
    assert!(text.contains("<li>Shelf &amp; cat: cat.png, 20 bytes</li>"), "{text}");
    let none = MultipartForm::new().text("title", "");
    client.post("/photos/").multipart(none).send().assert_status(422);
}
