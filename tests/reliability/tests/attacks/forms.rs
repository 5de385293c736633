//! Forms and queries that are meant to hurt.

use server_tests::Server;

use crate::{Answer, ask, cost, get, is_well, post, start};

const MULTIPART: &str = "multipart/form-data; boundary=x";

/// Sends a form; it took neither long nor much memory.
fn send(server: &Server, content_type: &str, body: &[u8]) -> Answer {
    let (answer, seconds, memory) = cost(server, || ask(server, &post("/form", content_type, body)));
    assert!(seconds < 10.0, "{seconds} s for {} bytes", body.len());
    let most = 20 * 1024 + 4 * body.len() / 1024;
    assert!(memory < most, "{memory} KiB for {} bytes", body.len());
    answer
}

#[test]
fn very_many_fields() {
    let server = start(&[]);
    let pairs = "a=1&".repeat(100_000);
    assert_eq!(
        send(&server, "application/x-www-form-urlencoded", pairs.as_bytes()).status,
        400
    );
    let separators = "&".repeat(1_000_000);
    assert_eq!(
        send(&server, "application/x-www-form-urlencoded", separators.as_bytes()).status,
        200
    );
    let percents = format!("a={}", "%4".repeat(500_000));
    let status = send(&server, "application/x-www-form-urlencoded", percents.as_bytes()).status;
    assert!([200, 400, 413].contains(&status), "{status}");
    let empty = "--x\r\ncontent-disposition: form-data; name=a\r\n\r\n\r\n".repeat(100_000) + "--x--\r\n";
    let status = send(&server, MULTIPART, empty.as_bytes()).status;
    assert!([400, 413].contains(&status), "{status}");
    let files = "--x\r\ncontent-disposition: form-data; name=a; filename=f\r\n\r\n\r\n".repeat(10_000) + "--x--\r\n";
    let status = send(&server, MULTIPART, files.as_bytes()).status;
    assert!([400, 413].contains(&status), "{status}");
    is_well(&server);
}

#[test]
fn parts_without_measure() {
    let server = start(&[]);
    let head = |lines: &str| format!("--x\r\ncontent-disposition: form-data; name=a\r\n{lines}\r\n\r\nv\r\n--x--\r\n");
    for lines in [
        format!("x: {}", "y".repeat(1_048_576)),
        "x: y\r\n".repeat(100_000),
        format!("{}: y", "x".repeat(1_048_576)),
    ] {
        assert_eq!(send(&server, MULTIPART, head(&lines).as_bytes()).status, 400);
    }
    // a name of one mebibyte
    let name = format!(
        "--x\r\ncontent-disposition: form-data; name={}\r\n\r\nv\r\n--x--",
        "n".repeat(1_048_576)
    );
    assert_eq!(send(&server, MULTIPART, name.as_bytes()).status, 400);
    // a head that never ends
    let open = format!(
        "--x\r\ncontent-disposition: form-data; name=a\r\nx: {}",
        "y".repeat(1_048_576)
    );
    assert_eq!(send(&server, MULTIPART, open.as_bytes()).status, 400);
    is_well(&server);
}

#[test]
fn ends_that_do_not_come() {
    let server = start(&[]);
    let part = "--x\r\ncontent-disposition: form-data; name=a\r\n\r\nv";
    // As in FastAPI, what came whole counts, and what did not is not there.
    for (body, parts) in [
        ("--x", "0"),
        ("--x\r\n", "0"),
        (part, "0"),
        (&format!("{part}\r\n"), "0"),
        (&format!("{part}\r\n--x"), "1"),
        (&format!("{part}\r\n{part}"), "1"),
    ] {
        let answer = send(&server, MULTIPART, body.as_bytes());
        assert_eq!((answer.status, answer.body.as_str()), (200, parts), "{body:?}");
    }
    for body in ["--y--", "x"] {
        assert_eq!(send(&server, MULTIPART, body.as_bytes()).status, 400, "{body:?}");
    }
    // what looks like the boundary, and is not, again and again
    let nearly = "\r\n--boundary-of-a-form-that-is-near".repeat(30_000);
    let body = format!(
        "--boundary-of-a-form-that-is-nearly-it\r\ncontent-disposition: form-data; name=a; filename=f\r\n\r\n{nearly}\
         \r\n--boundary-of-a-form-that-is-nearly-it--\r\n"
    );
    let content_type = "multipart/form-data; boundary=boundary-of-a-form-that-is-nearly-it";
    assert_eq!(send(&server, content_type, body.as_bytes()).status, 200);
    let returns = format!(
        "--x\r\ncontent-disposition: form-data; name=a; filename=f\r\n\r\n{}\r\n--x--",
        "\r".repeat(1_000_000)
    );
    assert_eq!(send(&server, MULTIPART, returns.as_bytes()).status, 200);
    let dashes = format!(
        "--x\r\ncontent-disposition: form-data; name=a; filename=f\r\n\r\n{}\r\n--x--",
        "\r\n-".repeat(300_000)
    );
    assert_eq!(send(&server, MULTIPART, dashes.as_bytes()).status, 200);
    is_well(&server);
}

#[test]
fn boundaries_of_any_length() {
    let server = start(&[]);
    for length in [70, 71, 200, 1_000, 8_000] {
        let boundary = "b".repeat(length);
        let body = format!("--{boundary}\r\ncontent-disposition: form-data; name=a\r\n\r\nv\r\n--{boundary}--\r\n");
        let status = send(
            &server,
            &format!("multipart/form-data; boundary={boundary}"),
            body.as_bytes(),
        )
        .status;
        assert!([200, 400].contains(&status), "{length}: {status}");
        assert!(length > 70 || status == 200, "RFC 2046 allows 70");
    }
}

/// A form inside a form is content: nobody goes in.
#[test]
fn forms_in_forms() {
    let server = start(&[]);
    let mut body = String::from("v");
    for depth in 0..1_000 {
        body = format!(
            "--b{depth}\r\ncontent-disposition: form-data; name=a\r\ncontent-type: multipart/mixed; boundary=b{depth}\r\n\r\n{body}\r\n--b{depth}--"
        );
    }
    let answer = send(&server, "multipart/form-data; boundary=b999", body.as_bytes());
    assert_eq!((answer.status, answer.body.as_str()), (200, "1"));
}

#[test]
fn queries() {
    let server = start(&[]);
    let many = format!("/query?{}", "a=1&".repeat(100_000));
    let long = format!("/query?a={}", "x".repeat(1_000_000));
    for target in [&many, &long] {
        let (answer, seconds, memory) = cost(&server, || ask(&server, get(target).as_bytes()));
        assert!([400, 414, 431].contains(&answer.status), "{answer:?}");
        assert!(seconds < 1.0 && memory < 8 * 1024, "{seconds} s, {memory} KiB");
    }
    let closed = |target: String| get(&target).replace("host: test", "host: test\r\nconnection: close");
    // brackets have no meaning, however many there are
    for inner in ["[b]", "[", "]", "[]", "%5Bb%5D", "."] {
        let times = 7_000 / inner.len();
        let answer = ask(&server, closed(format!("/query?a{}=1", inner.repeat(times))).as_bytes());
        assert_eq!(answer.status, 200, "{inner} {answer:?}");
    }
    for query in ["a=%", "a=%zz", "a=%00", "&&&&", "=", "a=%ff%fe", "a=1&a=2"] {
        assert_eq!(
            ask(&server, closed(format!("/query?{query}")).as_bytes()).status,
            200,
            "{query}"
        );
    }
    is_well(&server);
}
