//! A feed of news: `cargo run -p live`, then open the address it prints, and post to `/news` in its docs.

mod feed;

use fasterapi::prelude::*;

use feed::{Feed, News};

/// The page that follows the feed.
#[get("/", include_in_schema = false)]
async fn page() -> Html<&'static str> {
    Html(include_str!("live.html"))
}

/// News to publish.
#[model]
struct Draft {
    #[field(min_length = 1, max_length = 200)]
    text: String,
}

/// Publish news
#[post("/news", status_code = 201)]
async fn publish(draft: Draft, feed: State<Feed>) -> News {
    feed.publish(draft.text)
}

/// Follow the news
///
/// A browser that comes back is first told what it missed.
#[get("/news")]
async fn follow(#[header] last_event_id: Option<u64>, feed: State<Feed>) -> EventStream {
    let (missed, mut news) = feed.follow(last_event_id);
    EventStream::new(produce(async move |events| {
        events.send(ServerSentEvent::new().comment("welcome").retry(1000)).await;
        for item in missed {
            events.send(item.to_event()).await;
        }
        while let Some(item) = news.next().await {
            events.send(item.to_event()).await;
        }
    }))
}

fn app() -> App {
    App::new()
        .title("Live")
        .state(Feed::new())
        .routes(routes![page, publish, follow])
}

fn main() -> fasterapi::Result<()> {
    app().run()
}

#[cfg(test)]
mod tests;
