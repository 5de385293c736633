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
    assert_eq!(say(&client, "first").id, 1);
    assert_eq!(say(&client, "second").id, 2);
    client
        .post("/news")
        .json(&json!({"text": ""}))
        .send()
        .assert_status(422);
}

#[test]
fn who_comes_back_is_told_what_was_missed() {
    let feed = Feed::new();
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
fn only_the_last_hundred_are_kept() {
    let feed = Feed::new();
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
