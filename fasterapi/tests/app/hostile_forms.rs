//! Forms that were made to do harm: each is refused, or read as the little it is.

use fasterapi::prelude::*;
use fasterapi::testing::TestResponse;

use crate::client;

#[model]
struct Entry {
    name: String,
    #[field(default)]
    tags: Vec<String>,
    file: Option<UploadFile>,
}

#[post("/")]
async fn entry(#[form] entry: Entry) -> Value {
    let file = entry
        .file
        .map(|file| (file.filename().to_owned(), file.safe_filename(), file.size()));
    json!([entry.name, entry.tags.len(), file])
}

fn app() -> App {
    App::new().routes(routes![entry])
}

fn send(content_type: &str, body: impl Into<Bytes>) -> TestResponse {
    client(app())
        .post("/")
        .header("content-type", content_type)
        .body(body)
        .send()
}

fn urlencoded(body: impl Into<Bytes>) -> TestResponse {
    send("application/x-www-form-urlencoded", body)
}

fn multipart(body: impl Into<Bytes>) -> TestResponse {
    send("multipart/form-data; boundary=x", body)
}

fn part(disposition: &str, content: &str) -> String {
    format!("--x\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{content}\r\n")
}

const NAME: &str = "--x\r\nContent-Disposition: form-data; name=name\r\n\r\nn\r\n";

#[test]
fn broken_percent_signs_are_text() {
    for (body, name) in [
        ("name=%", "%"),
        ("name=%4", "%4"),
        ("name=%zz", "%zz"),
        ("name=%FF%41", "\u{fffd}A"),
        ("name=a%00b", "a\0b"),
    ] {
        assert_eq!(urlencoded(body).assert_status(200).json::<Value>()[0], name, "{body}");
    }
}

#[test]
fn many_fields_are_refused() {
    urlencoded("a=&".repeat(1001)).assert_status(400);
    urlencoded("tags=t&".repeat(1001) + "name=n").assert_status(400);
    urlencoded("&".repeat(100_000) + "name=n").assert_status(200);
    multipart(part("name=a", "").repeat(1001) + "--x--").assert_status(400);
    multipart(part("name=a; filename=f", "x").repeat(1001) + "--x--").assert_status(400);
}

#[test]
fn names_do_not_leave_their_place() {
    let names = [
        "../../etc/passwd",
        "..\\\\..\\\\boot.ini",
        "/",
        "...",
        "con\u{202e}txt.exe",
    ];
    for name in names {
        let form = format!(
            "{NAME}{}--x--",
            part(&format!("name=file; filename=\"{name}\""), "data")
        );
        let answer = multipart(form).assert_status(200).json::<Value>();
        let safe = answer[2][1].as_str().unwrap_or_default().to_owned();
        assert!(
            !safe.contains(['/', '\\', '\0']) && !safe.starts_with('.'),
            "{name:?} became {safe:?}"
        );
    }
}

#[test]
fn a_head_with_a_null_byte_is_refused() {
    let form = format!("{NAME}{}--x--", part("name=file; filename=\"a\0b\"", "data"));
    multipart(form).assert_status(400);
}

#[test]
fn a_name_cannot_bring_a_part_of_its_own() {
    let body = format!(
        "{NAME}{}--x--",
        part(
            "name=\"tags\"; filename=\"a\r\nContent-Type: text/html\r\n\r\nhi\"",
            "x"
        )
    );
    let status = multipart(body).status();
    assert!(status == 200 || status == 400, "{status}");
    // a part inside a part is content
    let inner = part("name=name", "other").replace("--x", "--y");
    let form = format!("{}--x--", part("name=name", inner.trim_end()));
    assert_eq!(multipart(form).assert_status(200).json::<Value>()[0], inner.trim_end());
}

#[test]
fn boundaries_that_are_none_are_refused() {
    let form = format!("{NAME}--x--");
    let long = "b".repeat(10_000);
    for boundary in [
        "",
        ";",
        "boundary",
        "boundary=",
        "boundary=\"\"",
        &format!("boundary={long}"),
    ] {
        let answer = send(&format!("multipart/form-data; {boundary}"), form.clone());
        assert_eq!(answer.status(), 400, "{boundary}");
    }
    // a charset and quotes are no harm
    send("Multipart/Form-Data; charset=utf-8; boundary=\"x\"", form).assert_status(200);
}

#[test]
fn a_file_where_a_text_is_asked_for_is_told() {
    let form = part("name=name; filename=f", "data") + "--x--";
    let answer = multipart(form).assert_status(422).json::<Value>();
    assert_eq!(
        (&answer["detail"][0]["type"], &answer["detail"][0]["loc"]),
        (&json!("string_type"), &json!(["body", "name"]))
    );
    let form = format!("{NAME}{}--x--", part("name=file", "text"));
    let answer = multipart(form).assert_status(422).json::<Value>();
    assert_eq!(answer["detail"][0]["loc"], json!(["body", "file"]));
}

#[test]
fn bytes_that_are_no_text_are_replaced() {
    let mut form = b"--x\r\nContent-Disposition: form-data; name=name\r\n\r\n".to_vec();
    form.extend_from_slice(b"\xff\xfe\x00\r\n--x--");
    assert_eq!(
        multipart(form).assert_status(200).json::<Value>()[0],
        "\u{fffd}\u{fffd}\0"
    );
}

#[test]
fn a_part_may_not_say_how_it_is_to_be_unpacked() {
    let form =
        "--x\r\nContent-Disposition: form-data; name=name\r\nContent-Transfer-Encoding: base64\r\n\r\nbg==\r\n--x--";
    assert_eq!(multipart(form).assert_status(200).json::<Value>()[0], "bg==");
}
