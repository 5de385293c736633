//! The end of the server while it is busy.

use std::sync::atomic::{AtomicUsize, Ordering};

use reliability::allow_descriptors;
use server_tests::wait_until;

use crate::{Answer, get, start, visits};

const CLIENTS: usize = 200;

/// What has begun is answered whole; who comes too late hears nothing, and no answer is cut off.
#[test]
fn under_load_nothing_is_lost() {
    allow_descriptors(4096);
    for workers in ["1", "2"] {
        let mut server = start(&["--workers", workers, "--timeout-graceful-shutdown", "20"]);
        let log = server.read_stderr();
        let (answered, asked) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for number in 0..8 {
                let (server, answered, asked) = (&server, &answered, &asked);
                scope.spawn(move || {
                    let mut connections: Vec<_> = (0..CLIENTS / 8).map(|_| server.connect()).collect();
                    // one after the other on each, until the server has had enough
                    while !connections.is_empty() {
                        let path = format!("/work?ms={}", 5 + number * 10);
                        connections.retain_mut(|connection| connection.try_send(get(&path).as_bytes()));
                        asked.fetch_add(connections.len(), Ordering::AcqRel);
                        connections.retain_mut(|connection| {
                            let text = connection.read_answer();
                            if text.is_empty() {
                                return false;
                            }
                            let answer = Answer::of(&text);
                            assert_eq!((answer.status, answer.body.as_str()), (200, "worked"), "{text:?}");
                            answered.fetch_add(1, Ordering::AcqRel);
                            !answer.head.contains("connection: close")
                        });
                    }
                });
            }
            wait_until("the server is busy", || asked.load(Ordering::Acquire) >= 2 * CLIENTS);
            server.signal("TERM");
        });
        assert_eq!(server.wait().0, 0);
        let log = log.join().expect("it reads");
        let answered = answered.load(Ordering::Acquire);
        // every request that had begun was done, and its answer arrived
        assert!(
            log.contains(&format!("at the end: [{answered}, {answered}, 0, 0]")),
            "{answered} answered: {log}"
        );
        assert!(!log.contains("took too long"), "{log}");
    }
}

/// It does not wait for what is under way.
#[test]
fn a_second_signal_is_the_last() {
    for (first, second) in [("TERM", "TERM"), ("INT", "INT"), ("TERM", "INT")] {
        let mut server = start(&[]);
        let mut working = server.connect();
        working.send(get("/work?ms=100000000"));
        wait_until("the handler has begun", || visits(&server)[0] > 0);
        server.signal(first);
        server.wait_for("Waiting for connections");
        server.signal(second);
        let (code, log) = server.wait();
        assert_eq!(code, 0, "{log}");
        assert!(!log.contains("at the end"), "{log}");
        assert_eq!(working.read_until_cut_off(), "");
    }
}
