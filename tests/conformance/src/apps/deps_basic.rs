//! Dependencies: functions, nesting, caching, guards, parameters shared with the route.

use std::sync::atomic::{AtomicU64, Ordering};

use fasterapi::prelude::*;

/// How often `base` ran since somebody asked.
#[derive(Default)]
struct Calls(AtomicU64);

#[model]
struct Paging {
    q: Option<String>,
    skip: i64,
    limit: i64,
}

#[dependency]
fn paging(q: Option<String>, #[query(default = 0, ge = 0)] skip: i64, #[query(default = 100)] limit: i64) -> Paging {
    Paging { q, skip, limit }
}

struct Window {
    start: i64,
    end: i64,
}

#[dependency]
fn window_of(start: i64, #[query(default = 5)] width: i64) -> Window {
    Window {
        start,
        end: start + width,
    }
}

#[dependency]
fn base(#[header(default = 1)] x_base: i64, calls: State<Calls>) -> i64 {
    calls.0.fetch_add(1, Ordering::Relaxed);
    x_base
}

#[dependency]
fn left(#[depends(base)] b: i64) -> i64 {
    b + 1
}

#[dependency]
fn right(#[depends(base)] b: i64) -> i64 {
    b + 2
}

#[dependency]
fn fresh(#[depends(base, cache = false)] b: i64) -> i64 {
    b + 3
}

#[dependency]
fn has_fern(#[query(default = "")] text: String) -> bool {
    text.contains("fern")
}

#[dependency]
async fn need_token(#[header] x_token: String) -> Result<(), HttpError> {
    if x_token == "let-me-in" {
        Ok(())
    } else {
        Err(HttpError::bad_request("Bad token"))
    }
}

#[dependency]
fn last_seen(q: Option<String>, #[cookie] seen: Option<String>) -> Option<String> {
    q.filter(|q| !q.is_empty()).or(seen)
}

#[get("/a", response_model = None)]
fn a(#[depends(paging)] p: Paging) -> Paging {
    p
}

#[get("/b/{item}")]
async fn b(item: i64, #[depends(paging)] p: Paging, #[query(default = false)] extra: bool) -> Value {
    json!({"item": item, "extra": extra, "q": p.q, "skip": p.skip, "limit": p.limit})
}

#[get("/window")]
fn window(#[depends(window_of)] w: Window) -> Value {
    json!({"start": w.start, "end": w.end})
}

#[get("/cached")]
fn cached(#[depends(left)] l: i64, #[depends(right)] r: i64, calls: State<Calls>) -> Value {
    json!({"left": l, "right": r, "base_calls": calls.0.swap(0, Ordering::Relaxed)})
}

#[get("/uncached")]
fn uncached(#[depends(left)] l: i64, #[depends(fresh)] f: i64, calls: State<Calls>) -> Value {
    json!({"left": l, "fresh": f, "base_calls": calls.0.swap(0, Ordering::Relaxed)})
}

#[get("/callable")]
fn callable_instance(#[depends(has_fern)] hit: bool) -> Value {
    json!({"hit": hit})
}

#[get("/guarded", dependencies = [need_token])]
fn guarded(#[query(default = 0)] n: i64) -> Value {
    json!({"n": n})
}

#[get("/seen")]
fn seen(#[depends(last_seen)] s: Option<String>) -> Value {
    json!({"s": s})
}

#[get("/same-param")]
fn same_param(q: i64, #[depends(paging)] p: Paging) -> Value {
    json!({"q": q, "p": p})
}

/// The app.
pub fn app() -> App {
    App::new().state(Calls::default()).routes(routes![
        a,
        b,
        window,
        cached,
        uncached,
        callable_instance,
        guarded,
        seen,
        same_param,
    ])
}
