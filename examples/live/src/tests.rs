use fasterapi::testing::TestClient;

use super::*;

fn client() -> TestClient {
    TestClient::new(app()).expect("the app is well made")
}

fn say(client: &TestClient, text: &str) -> News {
    client
        .post("/news")
        .json(&json!({"text": text}))
        .send()
        .assert_status(201)
        .json()
}

#[test]
fn news_are_numbered_and_checked() {
    let client = client();
    let first = say(&client, "first").id;
    assert_eq!(say(&client, "second").id, first + 1);
    client
        .post("/news")
        .json(&json!({"text": ""}))
        .send()
        .assert_status(422);
}

#[test]
fn who_comes_back_is_told_what_was_missed() {
    let feed = Feed::starting_at(1);
    for text in ["a", "b", "c"] {
        feed.publish(text.to_owned());
    }
    let texts = |last| {
        feed.follow(last)
            .0
            .into_iter()
            .map(|news| news.text)
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(None), Vec::<String>::new());
    assert_eq!(texts(Some(1)), ["b", "c"]);
    assert_eq!(texts(Some(3)), Vec::<String>::new());
}

#[test]
fn who_comes_back_after_a_restart_is_told_what_is_new() {
    let before = Feed::new();
    let last = (0..150).map(|number| before.publish(number.to_string()).id).last();
    // an id is a microsecond: a program that starts again is later than that
    let after = Feed::starting_at(Feed::new().publish(String::new()).id + 1_000);
    after.publish("new".to_owned());
    let (missed, _) = after.follow(last);
    assert_eq!(missed.iter().map(|news| &*news.text).collect::<Vec<_>>(), ["new"]);
}

#[test]
fn only_the_last_hundred_are_kept() {
    let feed = Feed::starting_at(1);
    for number in 0..150 {
        feed.publish(number.to_string());
    }
    let (missed, _) = feed.follow(Some(0));
    assert_eq!((missed.len(), missed[0].id), (100, 51));
}

#[tokio::test]
async fn followers_hear_what_is_published() {
    let feed = Feed::new();
    let (_, mut news) = feed.follow(None);
    feed.publish("now".to_owned());
    assert_eq!(news.next().await.map(|news| news.text), Some("now".to_owned()));
}
