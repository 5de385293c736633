//! Running the checks, and telling how they went.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Instant;

use http::header::CACHE_CONTROL;
use http::{HeaderValue, StatusCode};
use serde_json::{Map, Value, json};

use super::config::{Ask, Plan};
use crate::logging;
use crate::request::Request;
use crate::response::{Response, guarded};

/// 200 when all is well, else 503, and what was asked.
pub(super) async fn answer(plan: Arc<Plan>, request: Request) -> Response {
    let running: Vec<_> = plan
        .checks
        .iter()
        .map(|(name, ask)| run(&plan, name, ask, &request))
        .collect();
    let outcomes = all(running).await;
    // asked last: the end may have begun meanwhile
    let stopping = plan.ready && request.is_stopping();
    let well = outcomes.iter().all(|(_, outcome)| outcome["status"] == "ok");
    let status = match (stopping, well) {
        (true, _) => "stopping",
        (false, true) => "ok",
        (false, false) => "failed",
    };
    let mut body = Map::new();
    body.insert("status".to_owned(), status.into());
    if !outcomes.is_empty() {
        body.insert("checks".to_owned(), Value::Object(outcomes.into_iter().collect()));
    }
    let code = if well && !stopping {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    Response::json(&body)
        .status(code)
        .header(CACHE_CONTROL, HeaderValue::from_static("no-store"))
}

/// Runs one check.
async fn run(plan: &Plan, name: &str, ask: &Ask, request: &Request) -> (String, Value) {
    let started = Instant::now();
    let head = request.head();
    let asked = guarded(async { ask(head).await });
    let status = match tokio::time::timeout(plan.timeout, asked).await {
        Ok(Ok(Ok(()))) => "ok",
        Ok(Ok(Err(error))) => told(name, &error.to_string()),
        Ok(Err(panic)) => told(name, &panic),
        Err(_) => {
            told(name, "it took too long");
            "timeout"
        }
    };
    let milliseconds = (started.elapsed().as_secs_f64() * 1_000_000.0).round() / 1000.0;
    (name.to_owned(), json!({"status": status, "duration_ms": milliseconds}))
}

fn told(name: &str, error: &str) -> &'static str {
    logging::warning(format_args!("the health check {name:?} failed: {error}"));
    "failed"
}

/// Waits for all at the same time, and gives what they gave in order.
async fn all<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut running: Vec<Pin<Box<F>>> = futures.into_iter().map(Box::pin).collect();
    let mut outputs: Vec<Option<F::Output>> = running.iter().map(|_| None).collect();
    poll_fn(|cx| {
        for (future, output) in running.iter_mut().zip(&mut outputs) {
            if output.is_none()
                && let Poll::Ready(done) = future.as_mut().poll(cx)
            {
                *output = Some(done);
            }
        }
        match outputs.iter().all(Option::is_some) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    })
    .await;
    outputs.into_iter().flatten().collect()
}
