//! Two instances behind nginx, restarted one after the other while clients ask: nobody notices.

use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use e2e::{Program, Scratch, free_port, request, wait_until};

const PROGRAM: &str = env!("CARGO_BIN_EXE_seen");

/// nginx in front of two ports. `max_fails=0`: an instance that restarts is tried again with the next request.
const CONFIGURATION: &str = "
daemon off;
master_process off;
pid @DIRECTORY@/nginx.pid;
error_log @DIRECTORY@/error.log crit;
events { worker_connections 512; }
http {
    access_log off;
    client_body_temp_path @DIRECTORY@/body;
    proxy_temp_path @DIRECTORY@/proxy;
    fastcgi_temp_path @DIRECTORY@/fastcgi;
    uwsgi_temp_path @DIRECTORY@/uwsgi;
    scgi_temp_path @DIRECTORY@/scgi;
    upstream app {
        server 127.0.0.1:@FIRST@ max_fails=0;
        server 127.0.0.1:@SECOND@ max_fails=0;
        keepalive 16;
    }
    server {
        listen 127.0.0.1:@PORT@;
        location / {
            proxy_pass http://app;
            proxy_http_version 1.1;
            proxy_set_header Connection \"\";
            proxy_set_header Host $http_host;
        }
    }
}
";

struct Nginx(Child);

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn nginx(files: &Scratch, port: u16, instances: [u16; 2]) -> Nginx {
    let configuration = CONFIGURATION
        .replace("@DIRECTORY@", &files.path().display().to_string())
        .replace("@PORT@", &port.to_string())
        .replace("@FIRST@", &instances[0].to_string())
        .replace("@SECOND@", &instances[1].to_string());
    let file = files.path().join("nginx.conf");
    std::fs::write(&file, configuration).expect("nginx.conf is written");
    let program = ["/usr/sbin/nginx"]
        .into_iter()
        .find(|path| std::path::Path::new(path).is_file());
    let child = Command::new(program.unwrap_or("nginx"))
        .arg("-p")
        .arg(files.path())
        .arg("-e")
        .arg(files.path().join("error.log"))
        .arg("-c")
        .arg(&file)
        .stdin(Stdio::null())
        .spawn();
    Nginx(child.unwrap_or_else(|error| panic!("nginx cannot be started ({error}): run tests/e2e/setup")))
}

#[test]
fn instances_restart_in_turn_and_nobody_notices() {
    let files = Scratch::new();
    let instances = [(); 2].map(|()| Program::start(PROGRAM, &[], &[]));
    let port = free_port();
    let _nginx = nginx(&files, port, [instances[0].port(), instances[1].port()]);
    let mut instances = instances.map(Some);
    wait_until("an instance answers through nginx", || {
        request(port, "GET", "/seen", None).is_ok_and(|answer| answer.status == 200)
    });
    let (done, answered) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while !done.load(Ordering::Acquire) {
                    let answer = request(port, "GET", "/seen", None).expect("nginx answers");
                    assert_eq!(answer.status, 200, "{answer:?}");
                    answered.fetch_add(1, Ordering::AcqRel);
                }
            });
        }
        let some_more = || {
            let before = answered.load(Ordering::Acquire);
            wait_until("answers come", || answered.load(Ordering::Acquire) >= before + 100);
        };
        for _ in 0..3 {
            for instance in &mut instances {
                some_more();
                let Some(old) = instance.take() else { continue };
                let place = old.port();
                old.terminate();
                *instance = Some(Program::start_at(place, PROGRAM));
            }
        }
        some_more();
        done.store(true, Ordering::Release);
    });
    println!("{} answers, all of them 200", answered.load(Ordering::Acquire));
}
