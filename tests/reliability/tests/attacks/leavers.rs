//! Clients that leave when it suits them.

use reliability::{allow_descriptors, resident_memory};
use server_tests::wait_until;

use crate::{get, is_well, open, start, visits};

const UPLOADS: usize = 500;

/// A file that goes to disk, as it is larger than what is kept in memory, and half of which never comes.
fn half_an_upload() -> Vec<u8> {
    let head = "POST /upload HTTP/1.1\r\nhost: test\r\ncontent-type: multipart/form-data; boundary=x\r\n\
                content-length: 2400000\r\n\r\n\
                --x\r\ncontent-disposition: form-data; name=file; filename=f\r\n\r\n";
    [head.as_bytes(), &vec![b'x'; 1_200_000]].concat()
}

#[test]
fn in_the_middle_of_an_upload() {
    let mut server = start(&["--timeout-keep-alive", "0.1"]);
    let log = server.read_stderr();
    is_well(&server);
    let files = server.open_files();
    let request = half_an_upload();
    let settle = || {
        wait_until("nothing is left of uploads that were given up", || {
            let [begun, done, given_up, _] = visits(&server);
            assert_eq!(done, 0, "half a file is no file");
            begun == given_up && server.open_files() <= files
        });
    };
    // Ten at a time: that many are in memory at once, and the system's allocator keeps what it had.
    let leave = |count: usize| {
        for number in 1..=count {
            let mut connection = server.connect();
            connection.send(&request);
            match number % 2 {
                0 => drop(connection),
                _ => connection.abort(),
            }
            if number % 10 == 0 {
                settle();
            }
        }
    };
    leave(50);
    let before = resident_memory(server.id());
    leave(UPLOADS - 50);
    let grown = resident_memory(server.id()).saturating_sub(before);
    assert!(grown < 8 * 1024, "{grown} KiB more after {UPLOADS}");
    server.signal("TERM");
    assert_eq!(server.wait().0, 0);
    let log = log.join().expect("it reads");
    assert!(!log.contains("ERROR"), "{log}");
}

/// Before the answer: the handler is dropped. After it: its tasks run, once each.
#[test]
fn before_or_after_the_answer() {
    allow_descriptors(4096);
    let mut server = start(&["--timeout-keep-alive", "0.1"]);
    let log = server.read_stderr();
    let waiting = open(&server, 200, &get("/work?ms=100000000"));
    wait_until("200 handlers have begun", || visits(&server)[0] >= 200);
    waiting.into_iter().for_each(|connection| connection.abort());
    wait_until("200 handlers were dropped", || visits(&server)[2] >= 200);
    for mut connection in open(&server, 200, &get("/task")) {
        connection.read_until("later");
        connection.abort();
    }
    wait_until("200 tasks have run", || visits(&server)[3] >= 200);
    is_well(&server);
    assert_eq!(visits(&server), [400, 200, 200, 200]);
    server.signal("TERM");
    assert_eq!(server.wait().0, 0);
    let log = log.join().expect("it reads");
    assert!(!log.contains("ERROR"), "{log}");
    assert!(log.contains("at the end: [400, 200, 200, 200]"), "{log}");
}

/// A request's place is used again by the next: nothing may stay behind in it.
#[test]
fn nothing_is_left_of_what_a_middleware_took_back() {
    const TOGETHER: usize = 50;
    let mut server = start(&[]);
    let log = server.read_stderr();
    let requests = get("/noted").repeat(TOGETHER);
    let mut connection = server.connect();
    let mut ask = |times: usize| {
        for _ in 0..times {
            connection.send(&requests);
            for _ in 0..TOGETHER {
                let answer = connection.read_answer();
                assert!(answer.ends_with("noted"), "{answer}");
            }
        }
    };
    ask(100);
    let before = resident_memory(server.id());
    ask(500);
    let grown = resident_memory(server.id()).saturating_sub(before);
    assert!(grown < 2 * 1024, "{grown} KiB more after 25,000 requests");
    drop(connection);
    server.signal("TERM");
    assert_eq!(server.wait().0, 0);
    log.join().expect("it reads");
}
