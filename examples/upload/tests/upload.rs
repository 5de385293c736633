//! The example as its users see it.

use std::path::{Path, PathBuf};

use fasterapi::prelude::*;
use fasterapi::testing::{MultipartForm, TestClient};

/// A folder of the test's own.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

fn client(folder: &Path) -> TestClient {
    let app = upload::app(folder).expect("the folder can be made");
    TestClient::new(app).expect("the app is well made")
}

#[test]
fn files_are_kept_listed_sent_and_removed() {
    let folder = folder("kept");
    let client = client(&folder);
    let form = MultipartForm::new()
        .file("files", "../../a.txt", "text/plain", "hello")
        .file("files", "evil.html", "text/html", "<script>")
        .text("note", "two of them");
    let kept = client
        .post("/files/")
        .multipart(form)
        .send()
        .assert_status(201)
        .json::<Value>();
    let first = json!({"id": 1, "name": "a.txt", "size": 5, "content_type": "text/plain", "note": "two of them"});
    assert_eq!((&kept[0], &kept[1]["id"]), (&first, &json!(2)));
    assert_eq!(client.get("/files/").send().json::<Value>(), kept);

    let sent = client.get("/files/1").send().assert_status(200);
    assert_eq!(sent.text(), "hello");
    assert_eq!(
        sent.header("content-disposition"),
        Some("attachment; filename=\"a.txt\"")
    );
    let page = client.get("/files/2").send().assert_status(200);
    assert_eq!(page.header("content-type"), Some("application/octet-stream"));

    client.delete("/files/1").send().assert_status(204);
    let gone = client.get("/files/1").send().assert_status(404);
    assert_eq!(gone.json::<Value>(), json!({"detail": "There is no file 1"}));
    client.delete("/files/1").send().assert_status(404);
    let left: Vec<_> = std::fs::read_dir(&folder).expect("the folder").collect();
    assert_eq!(left.len(), 1);
}

#[test]
fn what_is_no_upload_is_refused() {
    let client = client(&folder("refused"));
    let told = client.post("/files/").form([("note", "n")]).send().assert_status(422);
    assert_eq!(told.json::<Value>()["detail"][0]["loc"], json!(["body", "files"]));
    let many = (0..21).fold(MultipartForm::new(), |form, _| form.file("files", "f", "a/b", "x"));
    client.post("/files/").multipart(many).send().assert_status(400);
    let long = MultipartForm::new()
        .file("files", "f", "a/b", "x")
        .text("note", &"n".repeat(201));
    client.post("/files/").multipart(long).send().assert_status(422);
}

#[test]
fn a_text_of_any_size_is_counted() {
    let text = "é line\n".repeat(300_000) + "end";
    let client = client(&folder("counted"));
    let form = MultipartForm::new().file("text", "t.txt", "text/plain", text.clone());
    let counted = client.post("/count").multipart(form).send().assert_status(200);
    let expected = json!({"bytes": 2_400_003, "lines": 300_000, "beyond_ascii": 600_000});
    assert_eq!(counted.json::<Value>(), expected);
    let counted = client.put("/count").body(text).send().assert_status(200);
    assert_eq!(counted.json::<Value>(), expected);
}

#[test]
fn the_form_posts_to_what_is_there() {
    let client = client(&folder("form"));
    let page = client.get("/").send().assert_status(200);
    assert!(page.text().contains("action=\"/files/\"") && page.text().contains("name=\"files\""));
    let document = client.get("/openapi.json").send().json::<Value>();
    let content = &document["paths"]["/files/"]["post"]["requestBody"]["content"];
    assert!(content["multipart/form-data"].is_object());
}
