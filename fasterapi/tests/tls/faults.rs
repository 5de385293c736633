//! Faults in the files: the program says which file, and what to do.

use std::path::{Path, PathBuf};

use fasterapi::server::{ClientCertificates, Config, Tls, TlsVersion};
use tokio::net::TcpListener;

use crate::certificates::{Authority, Files};
use crate::server::{app, tls};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls/keys").join(name)
}

/// What the start fails with; empty when it does not.
async fn fault(tls: Tls) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let served = app().serve_with(listener, Config::new().tls(tls), async {}).await;
    served.err().map(|error| error.to_string()).unwrap_or_default()
}

#[tokio::test]
async fn files_have_to_be_there_and_go_together() {
    let authority = Authority::new("root");
    let (one, other) = (authority.server(), authority.server());
    let files = Files::of(&one);
    assert_eq!(fault(tls(&files)).await, "");

    let text = fault(Tls::new(files.path("missing.pem"), files.path("key.pem"))).await;
    assert!(
        text.starts_with("cannot read the certificate, ") && text.contains("missing.pem: "),
        "{text}"
    );
    let text = fault(Tls::new(files.path("cert.pem"), files.path("missing.pem"))).await;
    assert!(
        text.starts_with("cannot read the key, ") && text.contains("missing.pem: "),
        "{text}"
    );
    let text = fault(Tls::new(files.path("key.pem"), files.path("key.pem"))).await;
    assert!(
        text.starts_with("there is no certificate in ") && text.contains("key.pem"),
        "{text}"
    );
    let text = fault(Tls::new(files.path("cert.pem"), files.path("cert.pem"))).await;
    assert!(
        text.starts_with("there is no private key in ") && text.contains("cert.pem"),
        "{text}"
    );
    files.write("other.pem", &other.key.serialize_pem());
    let text = fault(Tls::new(files.path("cert.pem"), files.path("other.pem"))).await;
    assert!(
        text.contains("other.pem is not that of the certificate in ") && text.contains("cert.pem"),
        "{text}"
    );
    files.write("both.pem", &format!("{}{}", one.key.serialize_pem(), one.pem));
    assert_eq!(
        fault(Tls::new(files.path("both.pem"), files.path("both.pem"))).await,
        ""
    );
    let text = fault(Tls::default()).await;
    assert!(text.contains("--ssl-certfile"), "{text}");
}

#[tokio::test]
async fn encrypted_keys_have_a_password() {
    let certificate = fixture("encrypted.cert.pem");
    for key in ["encrypted.key.pem", "scrypt.key.pem"] {
        let tls = Tls::new(&certificate, fixture(key));
        assert_eq!(fault(tls.clone().key_password("open-sesame")).await, "");
        let text = fault(tls.clone()).await;
        assert!(text.contains(key) && text.contains("--ssl-keyfile-password"), "{text}");
        let text = fault(tls.key_password("wrong")).await;
        assert!(text.contains(key) && text.contains("password"), "{text}");
    }
    let text = fault(Tls::new(&certificate, fixture("old.key.pem")).key_password("open-sesame")).await;
    assert!(text.contains("openssl pkcs8 -topk8"), "{text}");
}

#[tokio::test]
async fn authorities_of_clients_have_to_be_there() {
    let files = Files::of(&Authority::new("root").server());
    let which = ClientCertificates::Required;
    let text = fault(tls(&files).client_certificates(which, files.path("missing.pem"))).await;
    assert!(text.starts_with("cannot read the authorities of clients, "), "{text}");
    let text = fault(tls(&files).client_certificates(which, files.path("key.pem"))).await;
    assert!(text.starts_with("there is no certificate in "), "{text}");
}

#[tokio::test]
async fn versions_and_suites_have_to_go_together() {
    let files = Files::of(&Authority::new("root").server());
    let text = fault(tls(&files).ciphers("TLSv1")).await;
    assert!(text.contains("`TLSv1` is none"), "{text}");
    let only = tls(&files)
        .version(TlsVersion::V1_3)
        .ciphers("ECDHE-RSA-AES128-GCM-SHA256");
    let text = fault(only).await;
    assert!(text.contains("cipher suites"), "{text}");
}
