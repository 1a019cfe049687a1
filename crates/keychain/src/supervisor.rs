//! The thread that hands calls to the worker one by one and watches the time.

use std::collections::{HashMap, VecDeque};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::fault::Failure;
use crate::item::Item;
use crate::reply::{Outcome, Promise};
use crate::state::State;
use crate::worker::{Call, Open, Worker};

/// How long one call of the keychain may take. A person may be typing a password meanwhile.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Deadlines {
    /// After this the state is [`State::Waiting`].
    pub waiting_after: Duration,
    /// After this, counted from the same moment, the call is abandoned.
    pub abandon_after: Duration,
}

/// 5 and 120 seconds.
impl Default for Deadlines {
    fn default() -> Self {
        Self { waiting_after: Duration::from_secs(5), abandon_after: Duration::from_secs(120) }
    }
}

/// What reaches the supervisor, in order.
pub(crate) enum Event {
    Ask(Call, Promise),
    Answered {
        generation: u64,
        outcome: Outcome,
    },
    Cancel,
    /// The last handle is gone. What was asked is still done.
    Closed,
}

/// Starts the thread. If the system gives none, sending fails and the promises inside answer "not available".
pub(crate) fn start(open: Arc<Open>, deadlines: Deadlines) -> (Sender<Event>, Arc<Published>) {
    let (events, inbox) = mpsc::channel();
    let published = Arc::new(Published::default());
    let supervisor = Supervisor {
        open,
        deadlines,
        events: events.clone(),
        published: Arc::clone(&published),
        settled: State::Unasked,
        generation: 0,
        worker: None,
        running: None,
        queue: VecDeque::new(),
        unheard: HashMap::new(),
        closed: false,
    };
    let thread = thread::Builder::new().name("keychain".to_owned());
    if thread.spawn(move || supervisor.watch(&inbox)).is_err() {
        published.set(State::NotAvailable);
    }
    (events, published)
}

struct Supervisor {
    open: Arc<Open>,
    deadlines: Deadlines,
    events: Sender<Event>,
    published: Arc<Published>,
    /// The last state but for waiting.
    settled: State,
    /// Which worker is the present one. An outcome of an earlier one is dropped.
    generation: u64,
    worker: Option<Worker>,
    running: Option<Running>,
    queue: VecDeque<(Call, Promise)>,
    /// Items that an abandoned worker may yet write, by its generation. Each worker has one call open at most.
    unheard: HashMap<u64, Item>,
    closed: bool,
}

struct Running {
    promise: Promise,
    /// The item, if the call writes.
    writes: Option<Item>,
    since: Instant,
    waiting: bool,
}

impl Running {
    fn time_left(&self, deadlines: Deadlines) -> Duration {
        let limit = if self.waiting { deadlines.abandon_after } else { deadlines.waiting_after };
        limit.saturating_sub(self.since.elapsed())
    }
}

impl Supervisor {
    fn watch(mut self, inbox: &Receiver<Event>) {
        while !(self.closed && self.running.is_none() && self.queue.is_empty()) {
            let event = match &self.running {
                Some(running) => inbox.recv_timeout(running.time_left(self.deadlines)),
                None => inbox.recv().map_err(RecvTimeoutError::from),
            };
            match event {
                Ok(Event::Ask(call, promise)) => self.queue.push_back((call, promise)),
                Ok(Event::Answered { generation, outcome }) => self.answered(generation, outcome),
                Ok(Event::Cancel) => {
                    if self.running.is_some() {
                        self.abandon(Failure::Cancelled);
                    }
                }
                Ok(Event::Closed) => self.closed = true,
                Err(RecvTimeoutError::Timeout) => self.overdue(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.start_next();
        }
    }

    fn start_next(&mut self) {
        while self.running.is_none() {
            let Some((call, promise)) = self.queue.pop_front() else { return };
            if call.task.writes() && self.unheard.values().any(|item| *item == call.item) {
                promise.fulfil(Err(Failure::NotResponding));
                continue;
            }
            let writes = call.task.writes().then(|| call.item.clone());
            if self.worker.is_none() {
                self.worker = self.new_worker();
            }
            if self.worker.as_ref().is_some_and(|worker| worker.send(call)) {
                self.running = Some(Running { promise, writes, since: Instant::now(), waiting: false });
            } else {
                self.worker = None;
                self.settle(promise, Err(Failure::NotAvailable));
            }
        }
    }

    fn new_worker(&self) -> Option<Worker> {
        let (events, generation) = (self.events.clone(), self.generation);
        Worker::start(Arc::clone(&self.open), move |outcome| {
            // Fails only when the supervisor is gone, and with it everyone who could listen.
            let _ = events.send(Event::Answered { generation, outcome });
        })
    }

    /// A late outcome tells only that the call is over; its value is dropped here, and wiped.
    fn answered(&mut self, generation: u64, outcome: Outcome) {
        if generation != self.generation {
            self.unheard.remove(&generation);
        } else if let Some(running) = self.running.take() {
            self.settle(running.promise, outcome);
        }
    }

    fn overdue(&mut self) {
        match &mut self.running {
            Some(running) if !running.waiting => {
                running.waiting = true;
                self.published.set(State::Waiting);
            }
            Some(_) => self.abandon(Failure::NotResponding),
            None => {}
        }
    }

    /// Leaves the worker to its call and ends everything asked so far: what comes next would wait for the same window.
    fn abandon(&mut self, failure: Failure) {
        let Some(running) = self.running.take() else { return };
        if let Some(item) = running.writes {
            self.unheard.insert(self.generation, item);
        }
        self.worker = None;
        self.generation += 1;
        let queue = std::mem::take(&mut self.queue);
        self.settle(running.promise, Err(failure));
        for (_, promise) in queue {
            promise.fulfil(Err(failure));
        }
    }

    /// The state is published first, so that whoever has the answer reads a state that knows it.
    fn settle(&mut self, promise: Promise, outcome: Outcome) {
        self.settled = self.settled.after(&outcome);
        self.published.set(self.settled);
        promise.fulfil(outcome);
    }
}

/// The state, for whoever looks or listens.
pub(crate) struct Published(Mutex<Board>);

struct Board {
    state: State,
    watchers: Vec<Sender<State>>,
}

impl Default for Published {
    fn default() -> Self {
        Self(Mutex::new(Board { state: State::Unasked, watchers: Vec::new() }))
    }
}

impl Published {
    pub(crate) fn state(&self) -> State {
        self.lock().state
    }

    /// The present state and each later one that differs.
    pub(crate) fn watch(&self) -> Receiver<State> {
        let (watcher, states) = mpsc::channel();
        let mut board = self.lock();
        if watcher.send(board.state).is_ok() {
            board.watchers.push(watcher);
        }
        states
    }

    fn set(&self, state: State) {
        let mut board = self.lock();
        if board.state != state {
            board.state = state;
            board.watchers.retain(|watcher| watcher.send(state).is_ok());
        }
    }

    fn lock(&self) -> MutexGuard<'_, Board> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
