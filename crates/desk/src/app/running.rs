//! How a command runs: off the window's thread, and once however often it is sent.

use std::any::Any;
use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use keycourier_keychain::Reply;
use keycourier_ledger::{Change, OperationId};
use keycourier_wire::AppError;
use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::errors::Refusal;
use super::{App, lock};

/// After this a person is told that the keychain keeps them waiting.
const KEYCHAIN_PATIENCE: Duration = Duration::from_secs(5);

/// What the last commands answered, so that one sent again by a page that was loaded anew gets the very same.
#[derive(Default)]
pub(crate) struct RecentAnswers {
    cells: HashMap<String, Cell>,
    order: VecDeque<String>,
}

type Cell = Arc<OnceCell<Box<dyn Any + Send + Sync>>>;

impl RecentAnswers {
    /// More than any page has open at once.
    const KEPT: usize = 256;

    fn cell(&mut self, operation: &str) -> Cell {
        if let Some(cell) = self.cells.get(operation) {
            return Arc::clone(cell);
        }
        if self.order.len() == Self::KEPT
            && let Some(oldest) = self.order.pop_front()
        {
            self.cells.remove(&oldest);
        }
        self.order.push_back(operation.to_owned());
        Arc::clone(self.cells.entry(operation.to_owned()).or_default())
    }
}

impl App {
    /// Runs what may block: the ledger, files, dialogs, scrypt.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Self) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, AppError> {
        let app = self.clone();
        let done =
            spawn_blocking(move || act(&app)).await.unwrap_or_else(|_| Err(Refusal::fault("a command panicked")));
        done.map_err(|refusal| self.tell_refusal(refusal))
    }

    /// Runs a command that may come twice: while it runs and afterwards, the same operation gets the first one's answer. What failed
    /// may be tried again.
    pub(crate) async fn once<T: Clone + Send + Sync + 'static>(
        &self,
        operation: &str,
        act: impl Future<Output = Result<T, AppError>>,
    ) -> Result<T, AppError> {
        let cell = lock(&self.recent).cell(operation);
        let answer =
            cell.get_or_try_init(|| async { act.await.map(|answer| Box::new(answer) as Box<dyn Any + Send + Sync>) });
        let same = answer.await?.downcast_ref::<T>().cloned();
        same.ok_or_else(|| self.tell_refusal(Refusal::fault("one operation id for two commands")))
    }

    /// [`run`](Self::run), [`once`](Self::once).
    pub(crate) async fn run_once<T: Clone + Send + Sync + 'static>(
        &self,
        operation: &str,
        act: impl FnOnce(&Self) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, AppError> {
        self.once(operation, self.run(act)).await
    }

    /// Changes the ledger once, also where the program was started anew in between. Gives what `act` gave the first time.
    pub(crate) fn change_once(
        &self,
        operation: &str,
        act: impl FnOnce(&mut Change<'_>) -> Result<String, Refusal>,
    ) -> Result<String, Refusal> {
        let operation: OperationId = operation.parse()?;
        let now = self.clock.now();
        self.ledger().once(&operation, now, act)
    }

    /// Waits for the keychain as long as a person should without being told.
    pub(crate) async fn answer_of<T, E>(&self, reply: Reply<T, E>) -> Result<T, Refusal>
    where
        Refusal: From<E>,
    {
        match timeout(KEYCHAIN_PATIENCE, reply).await {
            Ok(answer) => answer.map_err(Refusal::from),
            Err(_) => Err(Refusal::Told(AppError::KeychainWaiting)),
        }
    }
}
