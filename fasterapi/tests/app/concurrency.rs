//! Work off the threads that serve (`CPU-01` to `CPU-03`, `CPU-05`, `CPU-07`, `DEP-07`).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

use fasterapi::concurrency::{CpuPool, iterate_blocking, run_blocking, run_cpu};
use fasterapi::prelude::*;

use crate::client;

fn thread_id() -> String {
    format!("{:?}", thread::current().id())
}

#[dependency]
fn inline() -> String {
    thread_id()
}

#[dependency(blocking)]
fn pooled() -> String {
    thread_id()
}

#[get("/threads")]
async fn threads(#[depends(inline)] inline: String, #[depends(pooled)] pooled: String) -> Value {
    let here = thread_id();
    let blocking = run_blocking(thread_id).await;
    let cpu = run_cpu(thread_id).await;
    json!([inline == here, pooled == here, blocking == here, cpu == here])
}

#[get("/plain")]
fn plain() -> String {
    thread_id()
}

#[get("/panics")]
async fn panics() -> u8 {
    run_cpu(|| panic!("on purpose")).await
}

#[get("/letters")]
fn letters() -> StreamingResponse {
    StreamingResponse::new(iterate_blocking(["a", "b", "c"].into_iter()))
}

#[test]
fn what_blocks_runs_elsewhere() {
    let client = client(App::new().routes(routes![threads, plain, panics, letters]));
    assert_eq!(
        client.get("/threads").send().json::<Value>(),
        json!([true, false, false, false])
    );
    assert_ne!(client.get("/plain").send().json::<String>(), thread_id());
    client.get("/panics").send().assert_status(500);
    assert_eq!(client.get("/letters").send().text(), "abc");
}

#[tokio::test]
async fn a_pool_runs_no_more_at_once_than_it_may() {
    let (pool, inside, most) = (
        CpuPool::new(2),
        Arc::new(AtomicUsize::new(0)),
        Arc::new(AtomicUsize::new(0)),
    );
    let work: Vec<_> = (0..20)
        .map(|number| {
            let (pool, inside, most) = (pool.clone(), Arc::clone(&inside), Arc::clone(&most));
            tokio::spawn(async move {
                pool.run(move || {
                    most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    thread::yield_now();
                    inside.fetch_sub(1, Ordering::SeqCst);
                    number
                })
                .await
            })
        })
        .collect();
    for (number, work) in work.into_iter().enumerate() {
        assert_eq!(work.await.unwrap(), number);
    }
    assert!((1..=2).contains(&most.load(Ordering::SeqCst)));
}

#[tokio::test]
async fn work_learns_that_nobody_waits() {
    let pool = CpuPool::new(1);
    let ((begun, begins), (ended, ends)) = (mpsc::channel(), mpsc::channel());
    let working = pool.clone();
    let caller = tokio::spawn(async move {
        working
            .run_cancellable(move |cancelled| {
                begun.send(()).unwrap();
                while !cancelled.is_cancelled() {
                    thread::yield_now();
                }
                ended.send(()).unwrap();
            })
            .await;
    });
    run_blocking(move || begins.recv().unwrap()).await;
    // Its place is taken: this never begins, for it is given up before.
    let waiting = pool.clone();
    let late = tokio::spawn(async move { waiting.run(|| panic!("it began")).await });
    tokio::task::yield_now().await;
    late.abort();
    caller.abort();
    run_blocking(move || ends.recv().unwrap()).await;
    assert!(late.await.unwrap_err().is_cancelled());
    assert_eq!(pool.run(|| 1).await, 1);
}

#[tokio::test]
async fn a_panic_frees_its_place() {
    let pool = CpuPool::new(1);
    let fallen = pool.clone();
    let panic = tokio::spawn(async move { fallen.run(|| panic!("on purpose")).await });
    assert!(panic.await.unwrap_err().is_panic());
    assert_eq!(pool.run(|| 2).await, 2);
}
