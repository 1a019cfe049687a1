//! A stand-in for Stripe's API: a real HTTP server on this computer that answers by key, from a script.
//!
//! Its answers have the form of Stripe's own, as far as its documentation and recorded errors show it; no test here has met the real
//! Stripe. A key that stands in no script is unknown to it, as a made-up key is to Stripe.

mod answer;
mod api;
mod body;
mod call;
mod endpoints;
mod naming;
mod permissions;
mod record;
mod script;
mod sign;
mod text;

use std::future::poll_fn;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::sync::oneshot;

use body::Body;
use call::Call;
pub use endpoints::Endpoint;
use endpoints::Endpoints;
pub use record::Recorded;
pub use script::{Account, Answers, Behaviour, KeyScript, Script, Wording};
pub use sign::{sign, signature};

/// The server; it ends when this is dropped.
pub struct FakeStripe {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct State {
    script: Script,
    started: Instant,
    endpoints: Endpoints,
    requests: Vec<Recorded>,
    open: usize,
    most_at_once: usize,
}

impl FakeStripe {
    /// Starts on a free port.
    ///
    /// # Errors
    /// The system has no port or no thread to give.
    pub fn start(script: Script) -> io::Result<Self> {
        Self::start_on(0, script)
    }

    /// Starts on this port; 0 is any free one.
    ///
    /// # Errors
    /// The port is taken, or the system has no thread to give.
    pub fn start_on(port: u16, script: Script) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let mut endpoints = Endpoints::default();
        for endpoint in script.endpoints.clone() {
            endpoints.add(endpoint);
        }
        let started = Instant::now();
        let state = State { script, started, endpoints, requests: Vec::new(), open: 0, most_at_once: 0 };
        let state = Arc::new(Mutex::new(state));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let of_thread = Arc::clone(&state);
        let thread = thread::Builder::new().name("fake-stripe".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = stopped => {}
                    () = accept(listener, of_thread) => {}
                }
            });
        })?;
        Ok(Self { address, state, stop: Some(stop), thread: Some(thread) })
    }

    /// Its base address, `http://127.0.0.1:PORT`.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Gives a key another script from now on, as when somebody rolls it in the Dashboard.
    pub fn set(&self, key: &str, script: KeyScript) {
        lock(&self.state).script.keys.insert(key.to_owned(), script);
    }

    /// What was asked so far, in order of arrival.
    pub fn requests(&self) -> Vec<Recorded> {
        lock(&self.state).requests.clone()
    }

    /// Adds a webhook endpoint, as when somebody makes one in the Dashboard.
    pub fn add_endpoint(&self, endpoint: Endpoint) -> Endpoint {
        lock(&self.state).endpoints.add(endpoint)
    }

    /// The webhook endpoints and event destinations of all accounts, the oldest first.
    pub fn endpoints(&self) -> Vec<Endpoint> {
        lock(&self.state).endpoints.all.clone()
    }

    /// How many things other than webhook endpoints were made by accident.
    pub fn created(&self) -> usize {
        lock(&self.state).endpoints.created
    }

    /// The most requests that came within any second.
    pub fn most_in_a_second(&self) -> usize {
        let state = lock(&self.state);
        let within = |first: &Recorded| {
            let end = first.at + Duration::from_secs(1);
            state.requests.iter().filter(|one| one.at >= first.at && one.at < end).count()
        };
        state.requests.iter().map(within).max().unwrap_or_default()
    }

    /// The most requests that were open at the same time.
    pub fn most_at_once(&self) -> usize {
        lock(&self.state).most_at_once
    }
}

impl Drop for FakeStripe {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has failed its test already.
            let _ = thread.join();
        }
    }
}

async fn accept(listener: TcpListener, state: Arc<Mutex<State>>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            let service = service_fn(|request| respond(request, &state));
            // A connection that ends badly is the client's to notice.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn respond(request: Request<Incoming>, state: &Mutex<State>) -> io::Result<Response<Body>> {
    let _open = Open::new(state);
    let (head, body) = request.into_parts();
    let body = read(body).await;
    let (answer, latency) = {
        let mut state = lock(state);
        let call = Call::of(&head, body, state.requests.len());
        let recorded = Recorded::of(&head, &call, state.started.elapsed());
        state.requests.push(recorded);
        let (behaviour, script) = state.script.next(call.key.as_deref(), &call.method, &call.path);
        (answer::answer(&call, behaviour, &script, &mut state.endpoints), state.script.latency)
    };
    let wait = latency.max(answer.wait.unwrap_or_default());
    if wait > 0 {
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
    answer.into_response()
}

/// The whole body; what does not come whole is as good as empty.
async fn read(mut body: Incoming) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(Ok(frame)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        if let Ok(data) = frame.into_data() {
            whole.extend_from_slice(&data);
        }
    }
    whole
}

/// Counts a request as open until it is answered or given up.
struct Open<'a>(&'a Mutex<State>);

impl<'a> Open<'a> {
    fn new(state: &'a Mutex<State>) -> Self {
        let mut now = lock(state);
        now.open += 1;
        now.most_at_once = now.most_at_once.max(now.open);
        drop(now);
        Self(state)
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        lock(self.0).open -= 1;
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
