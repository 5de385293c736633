//! Requests byte by byte, good and bad, each with what RFC 9110 and 9112 allow as an answer: `data/raw_http_cases.json`.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::io::Write;
use std::net::{Shutdown, TcpStream};
use std::thread;

use serde_json::Value;
use server_tests::{Connection, Server};

const PROGRAM: &str = env!("CARGO_BIN_EXE_echoes");

/// Long enough for every request to come whole, however busy the machine is; all connections wait for it together.
const SECONDS: &str = "3";

/// What is accepted though it need not be, and the other way round, and why.
const NOT_PREFERRED: &[(&str, &str)] = &[
    (
        "rl-03",
        "hyper takes a lone line feed for the end of a line, which RFC 9112 (section 2.2) allows",
    ),
    ("hf-13", "the same"),
    ("rl-07", "hyper takes no HTTP/1.2"),
    ("rl-20", "hyper drops a fragment"),
    ("rl-25", "a backslash is a letter of a path, as for FastAPI"),
    ("rl-28", "the app under test answers TRACE itself"),
];

/// What was seen of one answer: its status and its body.
type Answer = (u16, Vec<u8>);

fn bytes(parts: &Value) -> Vec<u8> {
    let latin = |text: &str| -> Vec<u8> { text.chars().map(|c| u8::try_from(c).expect("a byte")).collect() };
    let parts = parts.as_array().expect("parts");
    let each = parts.iter().map(|part| match part {
        Value::String(text) => latin(text),
        repeated => {
            let count = repeated["repeat"][1].as_u64().expect("a count");
            latin(repeated["repeat"][0].as_str().expect("text")).repeat(usize::try_from(count).expect("a count"))
        }
    });
    each.collect::<Vec<_>>().concat()
}

/// Sends the request, and reads until the server closes the connection.
fn exchange(address: &str, case: &Value) -> String {
    let mut stream = TcpStream::connect(address).expect("the server accepts");
    let sent = bytes(&case["send"]);
    // refused early, not all of it is taken
    let _ = stream.write_all(&sent);
    if case["half_close"].as_bool().unwrap_or_default() {
        let _ = stream.shutdown(Shutdown::Write);
    }
    Connection::new(stream).read_until_cut_off()
}

/// The answers in what was received; what is none counts as status 0.
fn answers(received: &str, is_head: bool) -> Vec<Answer> {
    let mut rest = received.as_bytes();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let head = rest
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .map(|end| &rest[..end + 4]);
        let text = head.and_then(|head| std::str::from_utf8(head).ok());
        let status = text.and_then(|text| text.strip_prefix("HTTP/1.")?.get(2..5)?.parse::<u16>().ok());
        let (Some(text), Some(status)) = (text, status) else {
            found.push((0, rest.to_vec()));
            break;
        };
        rest = &rest[text.len()..];
        let field = |name: &str| {
            let line = text
                .split("\r\n")
                .find(|line| line.to_ascii_lowercase().starts_with(name))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        };
        if status < 200 {
            continue;
        }
        assert_eq!(field("transfer-encoding:"), None, "the app answers in one piece");
        let length = if is_head && found.is_empty() {
            0
        } else {
            let length = field("content-length:");
            length.map_or(rest.len(), |length| length.parse().expect("a length"))
        };
        let (body, next) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        found.push((status, body.to_vec()));
        rest = next;
    }
    found
}

/// Whether the app saw these requests: method, path (or only its length), length of the body.
fn are_same(seen: &[Value], allowed: &Value) -> bool {
    let allowed = allowed.as_array().expect("requests");
    seen.len() == allowed.len()
        && seen.iter().zip(allowed).all(|(seen, allowed)| {
            let path = seen["p"].as_str().unwrap_or_default();
            let same_path = match allowed[1]["len"].as_u64() {
                Some(length) => path.len() as u64 == length,
                None => allowed[1] == path,
            };
            seen["m"] == allowed[0] && same_path && seen["n"] == allowed[2]
        })
}

/// Whether the request was accepted; or what is wrong with the answers.
fn judge(case: &Value, received: &str) -> Result<bool, String> {
    let is_head = bytes(&case["send"]).starts_with(b"HEAD");
    let answers = answers(received, is_head);
    let mut seen = Vec::new();
    for (status, body) in &answers {
        if *status == 200 && is_head && seen.is_empty() {
            seen.push(serde_json::json!({"m": "HEAD", "p": "/x", "n": 0}));
        } else if *status == 200 {
            seen.push(serde_json::from_slice(body).unwrap_or_default());
        }
    }
    let list = |name: &str| case[name].as_array().cloned().unwrap_or_default();
    let told = || {
        format!(
            "{:?} {seen:?}",
            answers.iter().map(|answer| answer.0).collect::<Vec<_>>()
        )
    };
    let hidden = list("never");
    let is_hidden = |path: &str| {
        hidden
            .iter()
            .any(|hidden| path.starts_with(hidden.as_str().unwrap_or_default()))
    };
    if seen
        .iter()
        .any(|seen| is_hidden(seen["p"].as_str().unwrap_or_default()))
    {
        return Err(format!("a hidden request reached the app: {}", told()));
    }
    let accepted = list("accept").iter().any(|allowed| are_same(&seen, allowed));
    let refusal = answers.last().map(|answer| answer.0).filter(|status| *status != 200);
    let may_refuse = refusal.is_some_and(|status| list("reject").iter().any(|allowed| *allowed == status));
    // with a time limit for what does not come, an answer of 408 is what a hang looks like
    match refusal {
        None if accepted => Ok(true),
        Some(408) if !may_refuse => Err(format!("it waits for more: {}", told())),
        Some(_) if may_refuse && accepted => Ok(true),
        Some(_) if may_refuse && seen.is_empty() => Ok(false),
        None if seen.is_empty() && case["drop"] == true => Ok(false),
        _ => Err(told()),
    }
}

#[test]
fn every_request_has_an_answer_that_http_allows() {
    let timeouts = [
        "--timeout-keep-alive",
        "--timeout-request-header",
        "--timeout-request-body",
    ];
    let mut args = vec!["--port", "0"];
    args.extend(timeouts.into_iter().flat_map(|timeout| [timeout, SECONDS]));
    let server = Server::start(PROGRAM, &args);
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/data/raw_http_cases.json");
    let cases: Value = serde_json::from_str(&std::fs::read_to_string(file).expect("a file")).expect("JSON");
    let cases = cases["cases"].as_array().expect("cases");
    assert!(cases.len() >= 138);
    let received: Vec<String> = thread::scope(|scope| {
        let each = cases.iter().map(|case| scope.spawn(|| exchange(server.socket(), case)));
        let each: Vec<_> = each.collect();
        each.into_iter()
            .map(|thread| thread.join().expect("an exchange"))
            .collect()
    });
    let mut wrong = Vec::new();
    let mut not_preferred = BTreeMap::new();
    for (case, received) in cases.iter().zip(&received) {
        let (id, title) = (case["id"].as_str().expect("a name"), &case["title"]);
        match judge(case, received) {
            Err(what) => wrong.push(format!("{id} {title}: {what}")),
            Ok(accepted) if accepted != (case["prefer"] == "accept") => {
                not_preferred.insert(id, format!("{title}, accepted: {accepted}"));
            }
            Ok(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let mut known: Vec<_> = NOT_PREFERRED.iter().map(|(id, _)| *id).collect();
    known.sort_unstable();
    assert_eq!(
        not_preferred.keys().copied().collect::<Vec<_>>(),
        known,
        "{not_preferred:#?}"
    );
}
