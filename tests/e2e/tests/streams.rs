//! WebSockets and event streams with other people's clients: PyPI `websockets`, npm `ws`, and pages in a real browser.

use e2e::{Program, node, python_tool, run};

#[test]
fn python_talks() {
    let chat = Program::of_package("chat");
    let port = chat.port().to_string();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/websockets_client.py");
    println!("{}", run(python_tool("python").args([script, &port])));
}

#[test]
fn node_talks() {
    let chat = Program::of_package("chat");
    println!(
        "{}",
        run(node().args(["websockets_client.mjs", &chat.port().to_string()]))
    );
}

#[test]
fn pages_talk_and_follow() {
    let (chat, live) = (Program::of_package("chat"), Program::of_package("live"));
    let ports = [chat.port().to_string(), live.port().to_string()];
    println!("{}", run(node().arg("live.mjs").args(ports)));
}
