//! Certificates that change while the server runs (`TLS-05`).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use fasterapi::server::Config;
use tokio_rustls::rustls::ALL_VERSIONS;
use tokio_rustls::rustls::pki_types::CertificateDer;

use crate::certificates::{Authority, Files};
use crate::server::{Server, ask, get, tls};

/// Looks at its files 100 times a second.
fn config(files: &Files) -> Config {
    Config::new()
        .timeout_keep_alive(Duration::from_secs(60))
        .timeout_request_body(Duration::from_millis(40))
        .tls(tls(files))
}

/// The certificate that a new connection is shown.
async fn shown(server: &Server, authority: &Authority) -> CertificateDer<'static> {
    let stream = server
        .connect(&authority.connector(ALL_VERSIONS, None, &[]))
        .await
        .unwrap();
    let (_, session) = stream.get_ref();
    session.peer_certificates().unwrap()[0].clone()
}

#[tokio::test]
async fn a_new_certificate_is_shown_to_new_connections() {
    let authority = Authority::new("root");
    let (old, new) = (authority.server(), authority.server());
    let files = Files::of(&old);
    let server = Server::start(config(&files)).await;
    let mut open = server
        .connect(&authority.connector(ALL_VERSIONS, None, &[]))
        .await
        .unwrap();
    ask(&mut open, "/").await;
    files.put(&new);
    while shown(&server, &authority).await != new.certificate {
        tokio::task::yield_now().await;
    }
    ask(&mut open, "/").await;
}

#[tokio::test]
async fn a_faulty_certificate_leaves_the_old_one() {
    let authority = Authority::new("root");
    let (old, new) = (authority.server(), authority.server());
    let files = Files::of(&old);
    let server = Server::start(config(&files)).await;
    let mut open = server
        .connect(&authority.connector(ALL_VERSIONS, None, &[]))
        .await
        .unwrap();
    for fault in ["", "nothing of the kind", new.pem.as_str()] {
        files.write("cert.pem", fault);
        // a few looks of the server
        for _ in 0..5 {
            ask(&mut open, "/").await;
            assert_eq!(shown(&server, &authority).await, old.certificate);
        }
    }
    files.put(&new);
    while shown(&server, &authority).await != new.certificate {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn no_request_is_lost_when_it_changes() {
    let authority = Arc::new(Authority::new("root"));
    let files = Files::of(&authority.server());
    let server = Arc::new(Server::start(config(&files)).await);
    let (done, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let clients: Vec<_> = (0..4)
        .map(|_| {
            let (server, authority) = (Arc::clone(&server), Arc::clone(&authority));
            let (done, answered) = (Arc::clone(&done), Arc::clone(&answered));
            tokio::spawn(async move {
                let connector = authority.connector(ALL_VERSIONS, None, &[]);
                while !done.load(Ordering::Relaxed) {
                    let mut stream = server.connect(&connector).await.unwrap();
                    ask(&mut stream, "/").await;
                    assert!(get(&mut stream, "/").await.unwrap().starts_with("HTTP/1.1 200"));
                    answered.fetch_add(2, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for _ in 0..5 {
        let new = authority.server();
        files.put(&new);
        let before = answered.load(Ordering::Relaxed);
        while shown(&server, &authority).await != new.certificate || answered.load(Ordering::Relaxed) == before {
            tokio::task::yield_now().await;
        }
    }
    done.store(true, Ordering::Relaxed);
    for client in clients {
        client.await.unwrap();
    }
}
