//! Certificates of clients (`TLS-03`).

use fasterapi::server::{ClientCertificates, Config};
use tokio_rustls::rustls::ALL_VERSIONS;

use crate::certificates::{Authority, Files, Signed};
use crate::server::{Server, get, tls};

/// What a client gets to hear at `/whoami`; `None` when it is not let in.
async fn whoami(which: ClientCertificates, own: impl Fn(&Authority) -> Option<Signed>) -> Option<String> {
    let (servers, clients) = (Authority::new("servers"), Authority::new("clients"));
    let files = Files::of(&servers.server());
    let authorities = files.write("clients.pem", &clients.pem);
    let config = Config::new().tls(tls(&files).client_certificates(which, authorities));
    let server = Server::start(config).await;
    let own = own(&clients);
    let connector = servers.connector(ALL_VERSIONS, own.as_ref(), &[]);
    // in TLS 1.3 a client hears only afterwards that it is not let in
    let mut stream = server.connect(&connector).await.ok()?;
    let answer = get(&mut stream, "/whoami").await.ok()?;
    Some(answer.lines().last()?.to_owned())
}

fn alice(authority: &Authority) -> Option<Signed> {
    Some(authority.client("alice"))
}

fn mallory(_: &Authority) -> Option<Signed> {
    Some(Authority::new("clients").client("alice"))
}

fn nobody(_: &Authority) -> Option<Signed> {
    None
}

/// What it gets to hear in an answer of the handler; the number is that of [`Authority::client`].
const ALICE: &str = r#"["O=Example,CN=alice","alice","0a00ff","true"]"#;

#[tokio::test]
async fn a_required_certificate_has_to_be_there_and_valid() {
    let which = ClientCertificates::Required;
    assert_eq!(whoami(which, alice).await.as_deref(), Some(ALICE));
    assert_eq!(whoami(which, nobody).await, None);
    assert_eq!(whoami(which, mallory).await, None);
}

#[tokio::test]
async fn an_optional_certificate_has_to_be_valid() {
    let which = ClientCertificates::Optional;
    assert_eq!(whoami(which, alice).await.as_deref(), Some(ALICE));
    assert_eq!(whoami(which, nobody).await.as_deref(), Some("[]"));
    assert_eq!(whoami(which, mallory).await, None);
}

#[tokio::test]
async fn nobody_is_asked_by_default() {
    let which = ClientCertificates::None;
    assert_eq!(whoami(which, alice).await.as_deref(), Some("[]"));
    assert_eq!(whoami(which, nobody).await.as_deref(), Some("[]"));
}
