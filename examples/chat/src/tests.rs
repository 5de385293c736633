use fasterapi::testing::{TestClient, TestWebSocket};

use super::*;

fn client() -> TestClient {
    TestClient::new(app()).expect("the app is well made")
}

fn enter(client: &TestClient, room: &str, name: &str) -> TestWebSocket {
    let mut ws = client
        .websocket(&format!("/rooms/{room}"))
        .query("name", name)
        .connect();
    assert_eq!(hears(&mut ws).1, format!("{name} came"));
    ws
}

fn hears(ws: &mut TestWebSocket) -> (String, String) {
    let heard: Heard = ws.receive_json();
    (heard.from, heard.text)
}

fn of(from: &str, text: &str) -> (String, String) {
    (from.to_owned(), text.to_owned())
}

#[test]
fn people_in_a_room_hear_each_other() {
    let client = client();
    let mut ann = enter(&client, "blue", "Ann");
    let mut bob = enter(&client, "blue", "Bob");
    let mut eve = enter(&client, "red", "Eve");
    assert_eq!(hears(&mut ann), of("room", "Bob came"));
    ann.send_json(&json!({"text": "hello"}));
    assert_eq!(hears(&mut ann), of("Ann", "hello"));
    assert_eq!(hears(&mut bob), of("Ann", "hello"));
    bob.close(1000, "");
    assert_eq!(hears(&mut ann), of("room", "Bob left"));
    eve.send_json(&json!({"text": "anybody?"}));
    assert_eq!(hears(&mut eve), of("Eve", "anybody?"));
}

#[test]
fn who_says_it_wrong_hears_it_alone() {
    let client = client();
    let mut ann = enter(&client, "blue", "Ann");
    ann.send_json(&json!({"text": ""}));
    let answer: Value = ann.receive_json();
    assert_eq!(answer["errors"][0]["type"], "string_too_short");
    ann.send_text("not JSON");
    assert_eq!(ann.closed().code, 1007);
}

#[test]
fn nobody_comes_without_a_name() {
    let refused = client()
        .websocket("/rooms/blue")
        .try_connect()
        .expect_err("it has no name");
    assert_eq!(refused.status(), 403);
}

#[test]
fn announcements_reach_a_room() {
    let client = client();
    let mut ann = enter(&client, "blue", "Ann");
    let announce = |room: &str| {
        let path = format!("/rooms/{room}/announcements");
        client
            .post(&path)
            .json(&json!({"text": "tea is ready"}))
            .send()
            .json::<usize>()
    };
    assert_eq!((announce("blue"), announce("red")), (1, 0));
    assert_eq!(hears(&mut ann), of("announcement", "tea is ready"));
    assert_eq!(client.get("/rooms").send().json::<Vec<String>>(), ["blue"]);
}

#[test]
fn the_page_is_there() {
    let answer = client().get("/").send().assert_status(200);
    assert!(answer.text().contains("new WebSocket"));
}
