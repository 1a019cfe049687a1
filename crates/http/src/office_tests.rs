//! What an office's computer is set to: its proxy and its certificates. Both stand in the environment of a process and are read once, so
//! that each test runs [`child`] in a process of its own.

use std::env;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
#[cfg(target_os = "linux")]
use std::sync::Arc;
use std::thread;

#[cfg(target_os = "linux")]
use base64::{Engine, engine::general_purpose::STANDARD};
#[cfg(target_os = "linux")]
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::{Client, Limits, Origin, Request};

const ASK: &str = "KEYCOURIER_HTTP_TEST_ASK";
const EXPECT: &str = "KEYCOURIER_HTTP_TEST_EXPECT";

/// Asks what the environment names, and fails where the outcome is another than the environment says. Does nothing on its own.
#[tokio::test]
async fn child() {
    let (Ok(origin), Ok(expected)) = (env::var(ASK), env::var(EXPECT)) else { return };
    let client = Client::new(Limits { tries: 1, ..Limits::default() });
    let outcome = client.send(&Request::get(&Origin::of_test(&origin), "/")).await.map(|response| response.status());
    assert_eq!(format!("{outcome:?}"), expected, "the environment was not honoured");
}

fn run_child(origin: &str, expected: &str, setting: (&str, &str)) -> bool {
    let mut command = Command::new(env::current_exe().expect("a test is a program"));
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().to_ascii_lowercase().ends_with("_proxy") {
            command.env_remove(&name);
        }
    }
    command.args(["--exact", "office_tests::child"]).env(ASK, origin).env(EXPECT, expected).env(setting.0, setting.1);
    command.output().expect("a test runs").status.success()
}

#[test]
fn the_proxy_that_the_system_names_is_used() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("a bound port").port();
    let proxy = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a caller");
        let mut asked = [0; 1024];
        let length = stream.read(&mut asked).expect("a request");
        stream.write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n").expect("somebody listens");
        String::from_utf8_lossy(&asked[..length]).into_owned()
    });
    let address = format!("http://127.0.0.1:{port}");
    let fits = run_child("https://api.stripe.com", "Err(ProxySignIn)", ("HTTPS_PROXY", &address));
    assert!(fits, "the proxy's refusal is what came");
    let asked = proxy.join().expect("the proxy was asked");
    assert!(asked.starts_with("CONNECT api.stripe.com:443 "), "a tunnel, so that the proxy sees no key: {asked}");
    assert!(!asked.to_ascii_lowercase().contains("authorization: bearer"), "nothing of ours goes to the proxy");
}

/// Where the store is files, an administrator's certificate is one more of them; elsewhere the platform's own verifier decides.
#[cfg(target_os = "linux")]
#[test]
fn a_certificate_that_the_system_trusts_is_good() {
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let folder = tempfile::tempdir().expect("a folder for the test");
    let file = folder.path().join("office.pem");
    let base64 = STANDARD.encode(own.cert.der());
    let pem = format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n");
    std::fs::write(&file, pem).expect("room for a small file");
    let key = own.signing_key.serialize_der().try_into().expect("a key that rustls reads");
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the usual versions")
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.into()], key)
        .expect("key and certificate fit");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("a bound port").port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let tls = ServerConnection::new(Arc::new(config.clone())).expect("a good configuration");
            let mut stream = StreamOwned::new(tls, stream);
            // A caller that does not trust the certificate hangs up.
            if stream.read(&mut [0; 1024]).is_ok() {
                let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n");
            }
        }
    });
    let origin = format!("https://localhost:{port}");
    let file = file.to_str().expect("a plain path");
    assert!(run_child(&origin, "Ok(204)", ("SSL_CERT_FILE", file)), "the system's store has it");
    assert!(run_child(&origin, "Err(CertificateNotTrusted)", ("LANG", "C")), "and without it nobody vouches");
}
