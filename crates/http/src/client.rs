//! Making calls.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use reqwest::ClientBuilder;
use reqwest::redirect::Policy;
use rustls::{ClientConfig, ConfigBuilder, WantsVerifier};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::time::sleep;
use zeroize::Zeroizing;

use crate::limiter::Limiter;
use crate::{Error, Origin, Request, Response, retry};

/// Makes calls. Clones share connections and limits; one is enough for a program.
#[derive(Clone)]
pub struct Client {
    limits: Limits,
    limiter: Limiter,
    /// Made with the first call: reading the system's certificates and proxy takes time that a start does not have.
    web: Made,
    #[cfg(feature = "loopback-hosts")]
    loopback: Made,
}

/// A client of the library's, once there is one.
type Made = Arc<Mutex<Option<reqwest::Client>>>;

/// Bounds of all calls together and of each.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long one try may take, from connecting to the last byte.
    pub per_try: Duration,
    /// How often a call is tried at most.
    pub tries: usize,
    /// The wait before the second try, doubled for each later one; up to as much again is added by chance, so that those who were
    /// refused together don't come back together.
    pub first_wait: Duration,
    /// The longest such wait before chance is added.
    pub longest_wait: Duration,
    /// The most bytes that an answer may have.
    pub body: usize,
    /// How many calls are open at once; at least 1.
    pub at_once: usize,
    /// How many calls begin in any second; at least 1.
    pub per_second: usize,
}

impl Default for Limits {
    /// What the program uses. The waits are those of Stripe's own libraries.
    fn default() -> Self {
        Self {
            per_try: Duration::from_secs(10),
            tries: 3,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(5),
            body: 1 << 20,
            at_once: 4,
            per_second: 20,
        }
    }
}

const USER_AGENT: &str = concat!("Keycourier/", env!("CARGO_PKG_VERSION"));

impl Client {
    /// A client within these limits. Nothing is opened or read before the first call.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            limiter: Limiter::new(limits.at_once, limits.per_second),
            web: Made::default(),
            #[cfg(feature = "loopback-hosts")]
            loopback: Made::default(),
        }
    }

    /// Makes a call, trying again where that is safe. An answer with any status is an answer.
    ///
    /// # Errors
    /// There was no answer; the last try's reason.
    pub async fn send(&self, request: &Request) -> Result<Response, Error> {
        let mut waits = self.waits();
        loop {
            let outcome = self.attempt(request).await;
            if !retry::is_worth_it(request.method, &outcome) {
                return outcome;
            }
            match waits.next() {
                Some(wait) => sleep(wait).await,
                None => return outcome,
            }
        }
    }

    fn waits(&self) -> impl Iterator<Item = Duration> + use<> {
        ExponentialBuilder::default()
            .with_min_delay(self.limits.first_wait)
            .with_max_delay(self.limits.longest_wait)
            .with_max_times(self.limits.tries.saturating_sub(1))
            .with_jitter()
            .build()
    }

    async fn attempt(&self, request: &Request) -> Result<Response, Error> {
        let client = self.client_for(&request.origin)?;
        let _place = self.limiter.admit().await;
        let mut answer = client.execute(request.build(&client)?).await.map_err(|error| Error::of(&error))?;
        let body = if request.unread && answer.status().is_success() {
            pass_by(&mut answer, self.limits.body).await;
            Zeroizing::default()
        } else {
            read(&mut answer, self.limits.body).await?
        };
        Ok(Response { status: answer.status().as_u16(), headers: answer.headers().clone(), body })
    }

    #[cfg_attr(not(feature = "loopback-hosts"), expect(unused_variables, reason = "there is only the web"))]
    fn client_for(&self, origin: &Origin) -> Result<reqwest::Client, Error> {
        #[cfg(feature = "loopback-hosts")]
        if origin.is_loopback() {
            // A proxy would look for 127.0.0.1 on its own computer.
            return made(&self.loopback, || Ok(self.builder(trusting_nobody()?).no_proxy()));
        }
        made(&self.web, || self.web_builder())
    }

    fn web_builder(&self) -> Result<ClientBuilder, Error> {
        Ok(self.builder(trusting_as_the_system_does()?).https_only(true))
    }

    fn builder(&self, tls: ClientConfig) -> ClientBuilder {
        reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .user_agent(USER_AGENT)
            .timeout(self.limits.per_try)
            .redirect(Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
    }
}

/// The client that was made before, or a new one. A failure is not kept: the next call asks the system again.
fn made(
    place: &Mutex<Option<reqwest::Client>>,
    builder: impl FnOnce() -> Result<ClientBuilder, Error>,
) -> Result<reqwest::Client, Error> {
    let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(client) = &*place {
        return Ok(client.clone());
    }
    let client = builder()?.build().map_err(|_| Error::Tls)?;
    *place = Some(client.clone());
    Ok(client)
}

/// Fails where the system has no certificates at all.
fn trusting_as_the_system_does() -> Result<ClientConfig, Error> {
    Ok(tls()?.with_platform_verifier().map_err(|_| Error::Tls)?.with_no_client_auth())
}

#[cfg(feature = "loopback-hosts")]
fn trusting_nobody() -> Result<ClientConfig, Error> {
    Ok(tls()?.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth())
}

/// The provider is given by hand: the process-wide one is whatever another library chose first.
fn tls() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(|_| Error::Tls)
}

async fn read(answer: &mut reqwest::Response, cap: usize) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut body = Zeroizing::new(Vec::new());
    while let Some(chunk) = answer.chunk().await.map_err(|error| Error::of(&error))? {
        if chunk.len() > cap.saturating_sub(body.len()) {
            return Err(Error::TooBig);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Lets a body go by unseen, so that the connection can be used again; a long one is not waited for. Whether it came whole says nothing
/// about the answer, which was in the status.
async fn pass_by(answer: &mut reqwest::Response, cap: usize) {
    let mut passed = 0;
    while let Ok(Some(chunk)) = answer.chunk().await {
        passed += chunk.len();
        if passed > cap {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use reqwest::Proxy;
    use secrecy::SecretString;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::ServerConfig;

    use super::*;

    /// A client whose calls to the web go through what `change` makes of it.
    fn client(change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        let client = Client::new(Limits { tries: 1, ..Limits::default() });
        let builder = client.web_builder().expect("a system with certificates");
        let web = change(builder).build().expect("good settings");
        *client.web.lock().expect("no panic so far") = Some(web);
        client
    }

    /// A server that reads a little, says `answer`, and hangs up; and how many came.
    async fn says(answer: &'static [u8]) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("a bound port").port();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let _ = stream.read(&mut [0; 1024]).await;
                let _ = stream.write_all(answer).await;
            }
        });
        port
    }

    async fn reason(client: &Client, origin: &str) -> Option<Error> {
        client.send(&Request::get(&Origin::of_test(origin), "/")).await.err()
    }

    #[tokio::test]
    async fn server_without_tls_is_not_trusted() {
        let port = says(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
        let reason = reason(&client(ClientBuilder::no_proxy), &format!("https://127.0.0.1:{port}")).await;
        assert_eq!(reason, Some(Error::Tls), "the handshake fails: what answers is no TLS server");
    }

    #[tokio::test]
    async fn certificate_that_the_system_does_not_trust_is_refused() {
        let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        let key = own.signing_key.serialize_der().try_into().expect("a key that rustls reads");
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the usual versions")
            .with_no_client_auth()
            .with_single_cert(vec![own.cert.into()], key)
            .expect("key and certificate fit");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("a bound port").port();
        let server = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.expect("a caller");
            let mut stream = TlsAcceptor::from(Arc::new(config)).accept(stream).await.ok()?;
            let mut read = Vec::new();
            stream.read_to_end(&mut read).await.ok().filter(|_| !read.is_empty())
        });
        let reason = reason(&client(ClientBuilder::no_proxy), &format!("https://localhost:{port}")).await;
        assert_eq!(reason, Some(Error::CertificateNotTrusted), "nobody vouches for this certificate");
        assert_eq!(server.await.expect("the server ran"), None, "the request was never sent");
    }

    #[tokio::test]
    async fn proxy_that_refuses_is_told_from_no_network() {
        for (answer, expected) in [
            (&b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"[..], Error::ProxySignIn),
            (b"HTTP/1.1 403 Forbidden\r\n\r\n", Error::Proxy),
            (b"SSH-2.0-what\r\n", Error::Proxy),
            (b"", Error::Proxy),
        ] {
            let port = says(answer).await;
            let proxy = Proxy::all(format!("http://127.0.0.1:{port}")).expect("a good address");
            let reason = reason(&client(|builder| builder.proxy(proxy)), "https://api.stripe.com").await;
            assert_eq!(reason, Some(expected), "the proxy did not let it through");
        }
    }

    #[tokio::test]
    async fn proxy_that_is_gone_is_told_from_no_network() {
        for scheme in ["http", "socks5h"] {
            let proxy = Proxy::all(format!("{scheme}://127.0.0.1:1")).expect("a good address");
            let reason = reason(&client(|builder| builder.proxy(proxy)), "https://api.stripe.com").await;
            assert_eq!(reason, Some(Error::Proxy), "nothing listens at the proxy's address");
        }
    }

    #[tokio::test]
    async fn a_name_that_nobody_knows_is_told_from_no_network() {
        let reason = reason(&client(ClientBuilder::no_proxy), "https://nobody.invalid").await;
        assert_eq!(reason, Some(Error::NameNotFound), "no name ends in .invalid (RFC 6761 section 6.4)");
    }

    /// In virtual time: the clock jumps to the next timer while everybody waits.
    #[tokio::test(start_paused = true)]
    async fn an_answer_is_waited_for_ten_seconds() {
        let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = silent.local_addr().expect("a bound port").port();
        let start = tokio::time::Instant::now();
        let reason = reason(&client(ClientBuilder::no_proxy), &format!("https://127.0.0.1:{port}")).await;
        assert_eq!(reason, Some(Error::TimedOut), "nobody answers");
        assert_eq!(start.elapsed().as_secs(), 10, "a person waits no longer");
    }

    #[test]
    fn waits_grow_and_are_bounded() {
        let limits = Limits { tries: 6, ..Limits::default() };
        let waits: Vec<Duration> = Client::new(limits).waits().collect();
        let bases = [500, 1_000, 2_000, 4_000, 5_000].map(Duration::from_millis);
        assert_eq!(waits.len(), bases.len(), "one between each two tries");
        assert_ne!(waits, bases, "chance has its part");
        for (wait, base) in waits.into_iter().zip(bases) {
            assert!((base..=base * 2).contains(&wait), "{wait:?} is {base:?} and up to as much by chance");
        }
        assert_eq!(Client::new(Limits::default()).waits().count(), 2, "three tries");
    }

    #[tokio::test]
    async fn nothing_but_https_goes_to_the_web() {
        let port = says(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
        let client = client(ClientBuilder::no_proxy);
        let web = Origin::of_test(&format!("http://localhost:{port}"));
        let outcome = client.send(&Request::get(&web, "/")).await.map(|response| response.status());
        assert_eq!(outcome, Err(Error::NotSendable), "the library refuses the address before it connects");
    }

    #[tokio::test]
    async fn token_that_no_header_takes_is_not_sent() {
        let request = Request::get(&Origin::stripe(), "/").bearer(&SecretString::from("two\nlines"));
        let outcome = client(ClientBuilder::no_proxy).send(&request).await.map(|response| response.status());
        assert_eq!(outcome, Err(Error::NotSendable), "a line break would begin another header");
    }

    #[test]
    fn a_json_body_goes_along_under_its_own_method() {
        let client = Client::new(Limits::default()).client_for(&Origin::stripe()).expect("a system with certificates");
        let body = || Zeroizing::new(b"{}".to_vec());
        let at = Origin::stripe();
        for (request, method) in [
            (Request::ask(&at, "/x"), "POST"),
            (Request::put(&at, "/x"), "PUT"),
            (Request::post(&at, "/x", &crate::IdempotencyKey::of_random([1; 16])), "POST"),
        ] {
            let built = request.secret_json(body()).build(&client).expect("nothing in it that can't be sent");
            assert_eq!(built.method().as_str(), method, "as asked for");
            assert_eq!(built.body().and_then(reqwest::Body::as_bytes), Some(&b"{}"[..]), "the bytes as they are");
            let kind = built.headers().get("content-type").map(|value| value.as_bytes());
            assert_eq!(kind, Some(&b"application/json"[..]), "the server is told what it is");
        }
        let built = Request::delete(&at, "/x").build(&client).expect("nothing in it that can't be sent");
        assert_eq!((built.method().as_str(), built.body().is_none()), ("DELETE", true), "nothing goes along");
    }
}
