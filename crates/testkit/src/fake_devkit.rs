//! A stand-in for Dev Kit for AI's config API: a real HTTP server on this computer, written from its public documentation. No test
//! here has met the real one; how it masks, and the texts of its errors, are guesses.

mod answer;
mod project;
mod record;

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::sync::oneshot;

use answer::{Answer, Call};
pub use project::{Masking, Project};
pub use record::Recorded;

/// The server; it ends when this is dropped.
pub struct FakeDevkit {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// How the next request of a method ends, in place of the usual way.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Surprise {
    /// Does it, and never answers.
    SilentAfterDoing,
    /// Does nothing, and never answers.
    Silent,
    /// Does it, and ends the connection.
    CutAfterDoing,
    /// Ends the connection.
    Cut,
    /// Waits so many milliseconds first.
    Slow(u64),
    /// Does nothing and answers with this status.
    Fails(u16),
    /// Does it and answers with this status.
    FailsAfterDoing(u16),
    /// 422 that names these fields, and repeats what was sent.
    Refuses(Vec<&'static str>),
    /// Any status with any body.
    Says(u16, String),
    /// 302 to another path.
    Redirect,
    /// Takes only the first field of what was sent, and answers 200.
    HalfDone,
}

#[derive(Default)]
struct State {
    /// By token: the name of its owner, or none where it has expired.
    tokens: BTreeMap<String, Option<String>>,
    projects: BTreeMap<String, Project>,
    valid_keys: Vec<String>,
    surprises: BTreeMap<String, VecDeque<Surprise>>,
    requests: Vec<Recorded>,
    changes: u32,
}

impl FakeDevkit {
    /// Starts on a free port, with no projects and no tokens.
    ///
    /// # Errors
    /// The system has no port or no thread to give.
    pub fn start() -> io::Result<Self> {
        Self::start_on(0)
    }

    /// Starts on this port; 0 is any free one.
    ///
    /// # Errors
    /// The port is taken, or the system has no thread to give.
    pub fn start_on(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let state = Arc::new(Mutex::new(State::default()));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let of_thread = Arc::clone(&state);
        let thread = thread::Builder::new().name("fake-devkit".to_owned()).spawn(move || {
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

    /// Gives somebody a token.
    pub fn allow(&self, token: &str, owner: &str) {
        lock(&self.state).tokens.insert(token.to_owned(), Some(owner.to_owned()));
    }

    /// Ends a token.
    pub fn expire(&self, token: &str) {
        lock(&self.state).tokens.insert(token.to_owned(), None);
    }

    /// Adds a project, or puts another in its place.
    pub fn set_project(&self, id: &str, project: Project) {
        lock(&self.state).projects.insert(id.to_owned(), project);
    }

    /// A project as it is now.
    pub fn project(&self, id: &str) -> Option<Project> {
        lock(&self.state).projects.get(id).cloned()
    }

    /// Makes `validate-credentials` call a secret key good.
    pub fn stripe_takes(&self, key: &str) {
        lock(&self.state).valid_keys.push(key.to_owned());
    }

    /// Ends the next request of this method (`GET`, `PUT` …) otherwise; several queue up.
    pub fn surprise(&self, method: &str, surprise: Surprise) {
        lock(&self.state).surprises.entry(method.to_owned()).or_default().push_back(surprise);
    }

    /// What was asked so far, in order of arrival.
    pub fn requests(&self) -> Vec<Recorded> {
        lock(&self.state).requests.clone()
    }
}

impl Drop for FakeDevkit {
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

async fn respond(request: Request<Incoming>, state: &Mutex<State>) -> io::Result<Response<String>> {
    let (head, body) = request.into_parts();
    let body = read(body).await?;
    let call = Call::of(&head, &body);
    let surprise = {
        let mut state = lock(state);
        state.requests.push(Recorded::of(&head, &body));
        state.surprises.get_mut(call.method.as_str()).and_then(VecDeque::pop_front)
    };
    let usual = || lock(state).usual(&call);
    let answer = match surprise {
        None => usual(),
        Some(Surprise::SilentAfterDoing) => {
            usual();
            never().await
        }
        Some(Surprise::Silent) => never().await,
        Some(Surprise::CutAfterDoing) => {
            usual();
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        Some(Surprise::Cut) => return Err(io::ErrorKind::ConnectionAborted.into()),
        Some(Surprise::Slow(ms)) => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            usual()
        }
        Some(Surprise::Fails(status)) => Answer::detail(status, "Something went wrong."),
        Some(Surprise::FailsAfterDoing(status)) => {
            usual();
            Answer::detail(status, "Something went wrong.")
        }
        Some(Surprise::Refuses(fields)) => Answer::refusal(&fields, &call.body),
        Some(Surprise::Says(status, text)) => Answer { status, body: text, location: None },
        Some(Surprise::Redirect) => {
            Answer { status: 302, body: String::new(), location: Some("/elsewhere".to_owned()) }
        }
        Some(Surprise::HalfDone) => lock(state).usual(&call.first_field_only()),
    };
    answer.into_response()
}

async fn never() -> Answer {
    std::future::pending::<Infallible>().await;
    Answer::detail(500, "")
}

async fn read(mut body: Incoming) -> io::Result<Vec<u8>> {
    let mut read = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        if let Ok(data) = frame.map_err(io::Error::other)?.into_data() {
            read.extend_from_slice(&data);
        }
    }
    Ok(read)
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
