//! Server-Sent Events: models, plain values, fields, resuming.

use fasterapi::prelude::*;

#[model]
struct Tick {
    n: i64,
    label: Option<String>,
}

#[model]
struct Ask {
    count: i64,
}

#[get("/ticks")]
async fn ticks() -> EventStream<Tick> {
    EventStream::new(produce(async |ticks| {
        for n in 0..2 {
            ticks.send(Tick { n, label: None }).await;
        }
    }))
}

#[get("/sync")]
async fn sync() -> EventStream<Tick> {
    EventStream::new(produce(async |ticks| {
        let label = Some("dict".to_owned());
        ticks.send(Tick { n: 1, label }).await;
    }))
}

#[get("/untyped")]
async fn untyped() -> EventStream<Value> {
    EventStream::new(produce(async |items| {
        for item in [json!("text"), json!({"a": [1, null, "é"]}), json!(5)] {
            items.send(item).await;
        }
    }))
}

#[get("/events")]
async fn events() -> EventStream {
    EventStream::new(produce(async |events| {
        let event = ServerSentEvent::new;
        events.send(event().comment("hello")).await;
        let tick = event().data(&json!({"n": 1})).event("tick").id(1).retry(3000);
        events.send(tick).await;
        events.send(event().data("quoted")).await;
        events.send(event().raw_data("two\nlines").event("raw")).await;
        events.send(event().raw_data("[DONE]")).await;
        events.send(event().event("only-name")).await;
    }))
}

#[get("/resume")]
async fn resume(#[header] last_event_id: Option<i64>) -> EventStream {
    EventStream::new(produce(async move |events| {
        for i in 0..3 {
            if last_event_id.is_none_or(|last| i > last) {
                events.send(ServerSentEvent::new().data(&i).id(i)).await;
            }
        }
    }))
}

#[post("/ask", status_code = 201)]
async fn ask(a: Ask) -> EventStream<Tick> {
    EventStream::new(produce(async move |ticks| {
        for n in 0..a.count {
            let label = Some("ask".to_owned());
            ticks.send(Tick { n, label }).await;
        }
    }))
}

#[get("/bad-item")]
async fn bad_item() -> EventStream<Tick> {
    EventStream::try_new(produce(async |ticks| {
        ticks.send(Ok(Tick { n: 1, label: None })).await;
        ticks.send(Err("not a Tick")).await;
    }))
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![ticks, sync, untyped, events, resume, ask, bad_item])
}
