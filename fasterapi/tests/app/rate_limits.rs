//! `RateLimit`: so many requests of a client in so much time (PROD-01).

use std::time::Duration;

use fasterapi::middleware::RateLimit;
use fasterapi::prelude::*;
use fasterapi::request::Client;
use fasterapi::testing::TestClient;

#[get("/")]
async fn root() -> u8 {
    1
}

fn client(limit: RateLimit) -> TestClient {
    TestClient::new(App::new().middleware(limit).routes(routes![root])).unwrap()
}

fn header(response: &fasterapi::testing::TestResponse, name: &str) -> u64 {
    response
        .header(name)
        .unwrap_or_else(|| panic!("no {name}"))
        .parse()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn one_too_many_is_429_until_the_window_has_moved_on() {
    let client = client(RateLimit::new(3, Duration::from_secs(60)));
    for left in [2, 1, 0] {
        let answer = client.get("/").await.assert_status(200);
        assert_eq!(
            (
                header(&answer, "ratelimit-limit"),
                header(&answer, "ratelimit-remaining")
            ),
            (3, left)
        );
        assert!(answer.header("retry-after").is_none());
    }
    let refused = client
        .get("/")
        .await
        .assert_status(429)
        .assert_json(json!({"detail": "Too Many Requests"}));
    let wait = header(&refused, "retry-after");
    // the rest of this window, and the third of the next in which one of the three leaves it
    assert!((80..=81).contains(&wait), "{wait}");
    tokio::time::advance(Duration::from_secs(wait - 2)).await;
    client.get("/").await.assert_status(429);
    tokio::time::advance(Duration::from_secs(2)).await;
    client.get("/").await.assert_status(200);
    // two windows later nothing of it counts
    tokio::time::advance(Duration::from_secs(180)).await;
    for _ in 0..3 {
        client.get("/").await.assert_status(200);
    }
    client.get("/").await.assert_status(429);
}

#[tokio::test(start_paused = true)]
async fn clients_are_told_apart_by_their_network() {
    let client = client(RateLimit::new(1, Duration::from_secs(60)));
    let status = async |address: &str| {
        let from = Client::Ip(address.parse().unwrap());
        let answer = client.clone().client(from).get("/").await;
        answer.status().as_u16()
    };
    assert_eq!(status("10.0.0.1:1000").await, 200);
    assert_eq!(status("10.0.0.1:2000").await, 429);
    assert_eq!(status("[::ffff:10.0.0.1]:2000").await, 429);
    assert_eq!(status("10.0.0.2:1000").await, 200);
    assert_eq!(status("[2001:db8::1]:1").await, 200);
    assert_eq!(status("[2001:db8::2]:1").await, 429);
    assert_eq!(status("[2001:db8:0:1::1]:1").await, 200);
}

#[test]
fn no_request_at_all_is_a_mistake() {
    let app = App::new().middleware(RateLimit::new(0, Duration::from_secs(60)));
    assert!(app.build().unwrap_err().to_string().contains("RateLimit"));
}

/// It would remember none, and let all of them through.
#[test]
fn no_client_at_all_is_a_mistake() {
    let app = App::new().middleware(RateLimit::new(1, Duration::from_secs(60)).max_clients(0));
    assert!(app.build().unwrap_err().to_string().contains("max_clients"));
}

#[tokio::test(start_paused = true)]
async fn a_window_may_be_as_long_as_time() {
    let client = client(RateLimit::new(1, Duration::MAX));
    let answer = client.get("/").await.assert_status(200);
    assert!(header(&answer, "ratelimit-reset") > 0);
    let refused = client.get("/").await.assert_status(429);
    assert!(header(&refused, "retry-after") > 0);
}
