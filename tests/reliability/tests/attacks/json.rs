//! JSON that is meant to hurt: deep, long, wide, odd.

use server_tests::Server;

use crate::{ask_json, cost, is_well, start};

/// So many times the memory of the text may a request take. What is read as any JSON has a `Value` of 72 bytes for every
/// member of a list, which may be two bytes long, and an error that shows what was sent has a copy of it.
const MEMORY: usize = 90;

/// So many seconds of a processor may a MiB take: a build without optimization is allowed, a cost that grows with the
/// square is not.
const SECONDS: f64 = 3.0;

/// The status of the answer; it took neither long nor much memory.
fn hurts(server: &Server, path: &str, body: &[u8]) -> u16 {
    let (answer, seconds, memory) = cost(server, || ask_json(server, path, body));
    let beginning = String::from_utf8_lossy(&body[..body.len().min(30)]).into_owned();
    let size = body.len().max(1024 * 1024);
    assert!(
        seconds < SECONDS * size as f64 / 1_048_576.0,
        "{path} {beginning}: {seconds} s"
    );
    assert!(
        memory < MEMORY * size / 1024,
        "{path} {beginning}: {memory} KiB for {} KiB",
        body.len() / 1024
    );
    assert!(
        answer.body.len() < 3 * size,
        "{path} {beginning}: an answer of {} bytes",
        answer.body.len()
    );
    answer.status
}

#[test]
fn depth() {
    let server = start(&[]);
    for path in ["/json", "/item", "/map", "/sorted", "/numbers"] {
        for (open, close) in [
            ("[", "]"),
            ("{\"a\":", "}"),
            ("{\"children\":[", "]}"),
            ("[{\"name\":", "}]"),
        ] {
            for depth in [128, 1_000, 100_000] {
                let whole = format!("{}1{}", open.repeat(depth), close.repeat(depth));
                assert_eq!(hurts(&server, path, whole.as_bytes()), 422, "{path} {open} {depth}");
                // and without an end
                assert_eq!(
                    hurts(&server, path, open.repeat(depth).as_bytes()),
                    422,
                    "{path} {open} {depth}"
                );
            }
        }
    }
    is_well(&server);
}

/// As deep as may be is read.
#[test]
fn depth_that_is_fine() {
    let server = start(&[]);
    let item = |depth: usize| {
        format!(
            "{}{}",
            "{\"name\":\"n\",\"children\":[".repeat(depth),
            "]}".repeat(depth)
        )
    };
    assert_eq!(ask_json(&server, "/item", item(60).as_bytes()).body, "[1,0.0,0,60]");
    assert_eq!(
        ask_json(&server, "/json", ("[".repeat(120) + &"]".repeat(120)).as_bytes()).body,
        "\"array\""
    );
}

#[test]
fn width() {
    let server = start(&[]);
    let keys: Vec<String> = (0..100_000).map(|number| format!("\"key{number}\":1")).collect();
    let keys = format!("{{{}}}", keys.join(","));
    let same = format!("{{{}\"a\":1}}", "\"a\":1,".repeat(100_000));
    let numbers = format!("[{}1]", "1,".repeat(300_000));
    let nothing = format!("[{}[]]", "[],".repeat(150_000));
    let names = format!("{{\"name\":\"n\"{}}}", ",\"name\":\"n\"".repeat(50_000));
    for (path, body, status) in [
        ("/json", &keys, 200),
        ("/map", &keys, 200),
        ("/sorted", &keys, 200),
        ("/item", &keys, 422),
        ("/json", &same, 200),
        ("/map", &same, 200),
        ("/item", &names, 200),
        ("/json", &numbers, 200),
        ("/numbers", &numbers, 200),
        ("/item", &numbers, 422),
        ("/json", &nothing, 200),
    ] {
        assert_eq!(hurts(&server, path, body.as_bytes()), status, "{path} {}", &body[..40]);
    }
    // of two members of one name the last counts
    assert_eq!(
        ask_json(&server, "/item", br#"{"name":"first","name":"last!"}"#).body,
        "[5,0.0,0,1]"
    );
    is_well(&server);
}

/// A mistake in each of very many places is told, but the answer does not grow beyond what was sent.
#[test]
fn mistakes() {
    let server = start(&[]);
    let wrong = format!("[{}\"x\"]", "\"x\",".repeat(50_000));
    let (answer, seconds, _) = cost(&server, || ask_json(&server, "/numbers", wrong.as_bytes()));
    assert_eq!(answer.status, 422);
    assert!(seconds < 20.0, "{seconds} s");
    let children = format!("{{\"name\":\"n\",\"children\":[{}1]}}", "1,".repeat(50_000));
    let (answer, seconds, _) = cost(&server, || ask_json(&server, "/item", children.as_bytes()));
    assert_eq!(answer.status, 422);
    assert!(seconds < 20.0, "{seconds} s");
    is_well(&server);
}

/// Each level lacks something, and would show all that is inside it.
#[test]
fn mistakes_inside_mistakes() {
    let server = start(&[]);
    let tail = format!("{}1", "1,".repeat(50_000));
    let text = format!("{}{tail}{}", "{\"children\":[".repeat(60), "]}".repeat(60));
    let (answer, seconds, memory) = cost(&server, || ask_json(&server, "/item", text.as_bytes()));
    assert_eq!(answer.status, 422);
    assert!(seconds < 20.0, "{seconds} s");
    assert!(memory < 64 * 1024, "{memory} KiB for {} KiB", text.len() / 1024);
    assert!(answer.body.len() < 24 * 1024 * 1024, "{} bytes", answer.body.len());
    is_well(&server);
}

#[test]
fn numbers() {
    let server = start(&[]);
    let long = "9".repeat(1_000_000);
    let shorter = &long[..100_000];
    let fraction = format!("0.{shorter}");
    let zeros = format!("1{}", "0".repeat(100_000));
    let exponent = format!("1e{shorter}");
    for number in [
        &long,
        &format!("-{shorter}"),
        &fraction,
        &zeros,
        &exponent,
        &format!("1e-{shorter}"),
        &format!("{shorter}.5"),
    ] {
        for (path, body) in [
            ("/json", number.clone()),
            ("/numbers", format!("[{number}]")),
            ("/item", format!("{{\"name\":\"n\",\"price\":{number}}}")),
            ("/item", format!("{{\"name\":\"n\",\"count\":{number}}}")),
            ("/item", format!("{{\"name\":\"n\",\"count\":\"{number}\"}}")),
        ] {
            let status = hurts(&server, path, body.as_bytes());
            assert!([200, 422].contains(&status), "{path} {}: {status}", &number[..20]);
        }
    }
    // too large for a float, as for an integer
    for number in ["1e400", "-1e400", "1e309", "NaN", "Infinity", "-Infinity"] {
        let body = format!("{{\"name\":\"n\",\"count\":{number}}}");
        assert_eq!(ask_json(&server, "/item", body.as_bytes()).status, 422, "{number}");
    }
    is_well(&server);
}

#[test]
fn texts() {
    let server = start(&[]);
    let escapes = format!("\"{}\"", "\\u0041".repeat(150_000));
    let quotes = format!("\"{}\"", "\\\"".repeat(500_000));
    let open = format!("\"{}", "\\\\".repeat(500_000));
    let halves = format!("\"{}\"", "\\ud800".repeat(150_000));
    for (text, status) in [(&escapes, 200), (&quotes, 200), (&open, 422), (&halves, 422)] {
        assert_eq!(hurts(&server, "/json", text.as_bytes()), status, "{}", &text[..20]);
        let body = format!("{{\"name\":{text}}}");
        assert_eq!(hurts(&server, "/item", body.as_bytes()), status, "{}", &text[..20]);
    }
    for half in [
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800x\"",
        "\"\\udc00\\ud800\"",
        "\"\\ud8\"",
        "\"\\u\"",
    ] {
        assert_eq!(ask_json(&server, "/json", half.as_bytes()).status, 422, "{half}");
    }
    for bytes in [&b"\"\xff\""[..], b"\"\xc0\x80\"", b"\"\xed\xa0\x80\"", b"\"\0\"", b"\0"] {
        let status = ask_json(&server, "/json", bytes).status;
        assert!([400, 422].contains(&status), "{bytes:?}: {status}");
    }
    is_well(&server);
}

/// A pattern that backtracks without end elsewhere.
#[test]
fn patterns() {
    let server = start(&[]);
    for length in [30, 1_000_000] {
        let body = format!("{{\"evil\":\"{}!\"}}", "a".repeat(length));
        assert_eq!(hurts(&server, "/pattern", body.as_bytes()), 422);
    }
    let fine = format!("{{\"evil\":\"{}\"}}", "a".repeat(1_000_000));
    assert_eq!(hurts(&server, "/pattern", fine.as_bytes()), 200);
}
