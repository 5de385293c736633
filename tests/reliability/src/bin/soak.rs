//! The soak test: very many requests of every kind, and very many idle connections, against a server that is a process
//! of its own. It tells what the server has in memory and open while it goes on, and at the end whether that grew.
//!
//! `cargo run --release -p reliability --bin soak -- --requests 1000000 --idle 10000`

use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use reliability::{Slope, allow_descriptors, resident_memory, visit};
use server_tests::{HELLO, Server, wait_until};

/// Set for the process that serves.
const SERVES: &str = "SOAK_SERVES";

struct Options {
    requests: usize,
    clients: usize,
    idle: usize,
    workers: String,
}

fn options() -> Result<Options, String> {
    let mut options = Options {
        requests: 1_000_000,
        clients: 32,
        idle: 10_000,
        workers: "1".to_owned(),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{name} needs a number"))?;
        let number = || {
            value
                .parse()
                .map_err(|_| format!("{name} {value}: expected a whole number"))
        };
        match name.as_str() {
            "--requests" => options.requests = number()?,
            "--clients" => options.clients = number()?.max(1),
            "--idle" => options.idle = number()?,
            "--workers" => options.workers = number()?.max(1).to_string(),
            _ => {
                return Err(format!(
                    "unknown option {name}: there are --requests, --clients, --idle and --workers"
                ));
            }
        }
    }
    Ok(options)
}

fn main() -> ExitCode {
    if std::env::var_os(SERVES).is_some() {
        let served = reliability::app().run();
        return if served.is_ok() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        };
    }
    let options = match options() {
        Ok(options) => options,
        Err(mistake) => {
            eprintln!("error: {mistake}");
            return ExitCode::from(2);
        }
    };
    allow_descriptors(options.idle.max(1000) + options.clients + 1000);
    // by default it takes fewer than there are descriptors, and those beyond would wait for ever
    let connections = (options.idle + options.clients + 100).to_string();
    let program = std::env::current_exe().expect("this program");
    // long enough for those who are idle, short enough to wait for
    let args = [
        "--port",
        "0",
        "--timeout-keep-alive",
        "20",
        "--limit-connections",
        &connections,
        "--workers",
        &options.workers,
    ];
    let mut server = Server::start_with(&program.to_string_lossy(), &args, &[(SERVES, "1")]);
    let log = server.read_stderr();
    // First: what many idle connections leave to the allocator would hide a slope.
    let fine = options.requests == 0 || soak(&server, &options);
    if options.idle > 0 {
        idle(&server, options.idle);
    }
    server.signal("TERM");
    let (code, _) = server.wait();
    let log = log.join().expect("it reads");
    let errors = log.lines().filter(|line| line.starts_with("ERROR")).count();
    println!("the server ended with code {code}; {errors} errors in its log");
    log.lines()
        .filter(|line| line.starts_with("ERROR"))
        .take(5)
        .for_each(|line| println!("  {line}"));
    if fine && code == 0 && errors == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Opens this many connections, and says what one costs before and after its first request.
fn idle(server: &Server, count: usize) {
    let files = server.open_files();
    let before = resident_memory(server.id());
    let mut connections: Vec<_> = (0..count).map(|_| server.connect()).collect();
    // it has accepted all of them when it has a descriptor for each
    wait_until("all connections are accepted", || server.open_files() >= files + count);
    let each = |memory: usize| memory.saturating_sub(before) * 1024 / count;
    let plain = resident_memory(server.id());
    println!(
        "{count} connections without a request: {plain} KiB, {} bytes for each",
        each(plain)
    );
    for connection in &mut connections {
        connection.send(HELLO);
        connection.read_until("Hello, World!");
    }
    let used = resident_memory(server.id());
    println!(
        "{count} connections after one request: {used} KiB, {} bytes for each",
        each(used)
    );
    drop(connections);
    wait_until("all connections are closed", || server.open_files() <= files);
    println!(
        "after they closed: {} KiB, {} open files",
        resident_memory(server.id()),
        server.open_files()
    );
}

/// Sends the requests, and says whether the server is as it was.
fn soak(server: &Server, options: &Options) -> bool {
    let (requests, begun) = (options.requests, Instant::now());
    let files = server.open_files();
    let sent = AtomicUsize::new(0);
    let mut slope = Slope::default();
    println!(
        "{:>10} {:>8} {:>10} {:>6}",
        "requests", "seconds", "RSS in KiB", "files"
    );
    std::thread::scope(|scope| {
        let visits = |_| {
            let sent = &sent;
            scope.spawn(move || {
                let mut kept = server.connect();
                loop {
                    let number = sent.fetch_add(1, Ordering::Relaxed);
                    if number >= requests {
                        return;
                    }
                    visit(server, &mut kept, number);
                }
            })
        };
        let clients: Vec<_> = (0..options.clients).map(visits).collect();
        let step = (requests / 20).max(1);
        for next in (step..=requests).step_by(step) {
            while sent.load(Ordering::Relaxed) < next {
                // one that got a wrong answer has panicked, and the scope with it once all are gone
                if clients.iter().all(|client| client.is_finished()) {
                    return;
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            let (memory, files) = (resident_memory(server.id()), server.open_files());
            println!("{next:>10} {:>8} {memory:>10} {files:>6}", begun.elapsed().as_secs());
            slope.add(next, memory);
        }
    });
    // who is gone is forgotten in a moment
    let settled = Instant::now();
    while server.open_files() > files && settled.elapsed() < Duration::from_secs(120) {
        std::thread::sleep(Duration::from_millis(100));
    }
    let (memory, left) = (resident_memory(server.id()), server.open_files());
    let rise = slope.after_warm_up() * requests as f64 * 2.0 / 3.0;
    println!("after all have left: {memory} KiB, {left} open files of {files} before");
    println!("the memory rises by {rise:.0} KiB in the last two thirds of the requests");
    // A leak of a few bytes in each of a million requests is told from the noise of the allocator.
    let fine = rise < 2048.0 && left <= files;
    println!("{}", if fine { "nothing grows" } else { "SOMETHING GROWS" });
    fine
}
