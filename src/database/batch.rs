//! Carries out the commands of many callers in one transaction.
//!
//! A commit waits for the disk, and the wait is the same for one row and for a hundred. Callers put
//! their commands into a queue; a worker takes all that are there, carries them out together and
//! answers each.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{Mutex, mpsc, oneshot};

use crate::payment::StoreError;

/// How many commands are carried out together at most.
const MAX_BATCH: usize = 128;
/// How many commands may wait.
const QUEUE_CAPACITY: usize = 4096;
/// How long a caller waits until a worker begins with its command.
const MAX_WAIT: Duration = Duration::from_secs(10);
/// How long a caller waits for a worker that has begun: longer than the worker takes before it gives up.
const MAX_WORK: Duration = Duration::from_secs(20);

struct Job<C, A> {
    command: C,
    turn: Turn,
    answer: oneshot::Sender<Result<A, StoreError>>,
}

/// Whose turn a command is: exactly one of the caller, who gives up on it, and the worker, who begins with it, gets it.
/// A caller that gives up takes it back, so that it is not carried out later; one that comes too late for that waits for
/// the worker's answer.
#[derive(Clone)]
struct Turn(Arc<AtomicBool>);

impl Turn {
    fn new() -> Turn {
        Turn(Arc::new(AtomicBool::new(false)))
    }

    /// Whether the one who asks is the first.
    fn take(&self) -> bool {
        !self.0.swap(true, Ordering::AcqRel)
    }
}

/// Takes a command back when its caller is gone.
struct Withdraw(Turn);

impl Drop for Withdraw {
    fn drop(&mut self) {
        self.0.take();
    }
}

/// Carries commands out together, all or none, and answers them in their order.
pub(crate) trait Worker<C, A>: Send + 'static {
    fn carry_out(&mut self, commands: Vec<C>) -> impl Future<Output = Result<Vec<A>, StoreError>> + Send;
}

impl<C, A, F, Fut> Worker<C, A> for F
where
    F: FnMut(Vec<C>) -> Fut + Send + 'static,
    Fut: Future<Output = Result<Vec<A>, StoreError>> + Send,
{
    fn carry_out(&mut self, commands: Vec<C>) -> impl Future<Output = Result<Vec<A>, StoreError>> + Send {
        self(commands)
    }
}

/// A queue of commands and the workers that carry them out.
pub(crate) struct Queue<C, A> {
    jobs: mpsc::Sender<Job<C, A>>,
    max_wait: Duration,
    is_closed: AtomicBool,
}

impl<C, A> std::fmt::Debug for Queue<C, A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Queue")
    }
}

impl<C, A> Queue<C, A>
where
    C: Clone + Send + Sync + 'static,
    A: Send + 'static,
{
    /// Starts the workers.
    pub(crate) fn start<W: Worker<C, A>>(workers: impl IntoIterator<Item = W>) -> Queue<C, A> {
        let (jobs, queue) = mpsc::channel::<Job<C, A>>(QUEUE_CAPACITY);
        let queue = Arc::new(Mutex::new(queue));
        for mut worker in workers {
            let queue = Arc::clone(&queue);
            tokio::spawn(async move {
                while let Some(batch) = next(&queue).await {
                    carry_out(batch, &mut worker).await;
                }
            });
        }
        Queue { jobs, max_wait: MAX_WAIT, is_closed: AtomicBool::new(false) }
    }

    /// Takes on nothing more.
    #[cfg(feature = "postgres")]
    pub(crate) fn close(&self) {
        self.is_closed.store(true, Ordering::Relaxed);
    }

    /// Has a command carried out.
    pub(crate) async fn ask(&self, command: C) -> Result<A, StoreError> {
        if self.is_closed.load(Ordering::Relaxed) {
            return Err(StoreError::Unavailable("it is shutting down".to_owned()));
        }
        let (answer, mut answered) = oneshot::channel();
        let turn = Turn::new();
        let withdraw = Withdraw(turn.clone());
        let ask = async {
            self.jobs.send(Job { command, turn, answer }).await.ok()?;
            (&mut answered).await.ok()
        };
        let answer = match tokio::time::timeout(self.max_wait, ask).await {
            Ok(answer) => answer,
            Err(_) if withdraw.0.take() => return Err(StoreError::Unavailable("it took too long".to_owned())),
            // a worker has begun with it: what came of it is better known than not
            Err(_) => match tokio::time::timeout(MAX_WORK, answered).await {
                Ok(answer) => answer.ok(),
                Err(_) => return Err(StoreError::Unavailable("it took too long, and may be done".to_owned())),
            },
        };
        answer.unwrap_or_else(|| Err(StoreError::Unavailable("it is shutting down".to_owned())))
    }
}

/// Waits for a command and takes those that wait with it.
async fn next<C, A>(queue: &Mutex<mpsc::Receiver<Job<C, A>>>) -> Option<Vec<Job<C, A>>> {
    let mut queue = queue.lock().await;
    loop {
        let mut batch = Vec::new();
        if queue.recv_many(&mut batch, MAX_BATCH).await == 0 {
            return None;
        }
        batch.retain(|job| job.turn.take());
        if !batch.is_empty() {
            return Some(batch);
        }
    }
}

async fn carry_out<C: Clone, A, W: Worker<C, A>>(batch: Vec<Job<C, A>>, worker: &mut W) {
    match worker.carry_out(batch.iter().map(|job| job.command.clone()).collect()).await {
        Ok(answers) => {
            for (job, answer) in batch.into_iter().zip(answers) {
                // a caller that has gone finds its answer in the database
                let _ = job.answer.send(Ok(answer));
            }
        }
        // one command may have spoilt it for all: each for itself, unless the database is away
        Err(StoreError::Internal(_)) if batch.len() > 1 => {
            for job in batch {
                let answer = worker.carry_out(vec![job.command]).await;
                let answer = answer.and_then(|mut answers| {
                    answers.pop().ok_or_else(|| StoreError::Internal("there was no answer".to_owned()))
                });
                let _ = job.answer.send(answer);
            }
        }
        Err(error) => {
            for job in batch {
                let _ = job.answer.send(Err(error.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_bad_command_fails_alone() {
        let apply = |commands: Vec<u32>| async move {
            if commands.contains(&13) { Err(StoreError::Internal("13".to_owned())) } else { Ok(commands) }
        };
        let queue = Arc::new(Queue::start([apply]));
        let asked: Vec<_> = (0..20)
            .map(|number| {
                let queue = Arc::clone(&queue);
                tokio::spawn(async move { queue.ask(number).await })
            })
            .collect();
        for (number, answer) in (0..).zip(asked) {
            assert_eq!(answer.await.unwrap().is_err(), number == 13, "{number}");
        }
    }

    #[tokio::test]
    async fn a_caller_and_a_worker_agree_on_who_gave_up() {
        let slow = |commands: Vec<u32>| async move {
            tokio::time::sleep(Duration::from_millis(150)).await;
            Ok(commands)
        };
        let mut queue = Queue::start([slow]);
        queue.max_wait = Duration::from_millis(50);
        let queue = Arc::new(queue);
        let ask = |number| {
            let queue = Arc::clone(&queue);
            tokio::spawn(async move { queue.ask(number).await })
        };
        let begun = ask(1);
        tokio::time::sleep(Duration::from_millis(20)).await;
        let waiting = ask(2);
        // what the worker has begun with is answered as it is, though that takes longer than callers wait
        assert_eq!(begun.await.unwrap(), Ok(1));
        assert_eq!(waiting.await.unwrap(), Err(StoreError::Unavailable("it took too long".to_owned())));
        assert_eq!(ask(3).await.unwrap(), Ok(3));
    }

    #[tokio::test]
    async fn what_was_given_up_is_not_carried_out() {
        let (done, mut carried) = mpsc::unbounded_channel();
        let gate = Arc::new(tokio::sync::Semaphore::new(0));
        let held = Arc::clone(&gate);
        let apply = move |commands: Vec<u32>| {
            let (done, held) = (done.clone(), Arc::clone(&held));
            async move {
                held.acquire().await.unwrap().forget();
                done.send(commands.clone()).unwrap();
                Ok(commands)
            }
        };
        let queue = Arc::new(Queue::start([apply]));
        let ask = |number| {
            let queue = Arc::clone(&queue);
            tokio::spawn(async move { queue.ask(number).await })
        };
        let first = ask(1);
        tokio::time::sleep(Duration::from_millis(20)).await;
        let given_up = ask(2);
        tokio::time::sleep(Duration::from_millis(20)).await;
        given_up.abort();
        let third = ask(3);
        tokio::time::sleep(Duration::from_millis(20)).await;
        gate.add_permits(2);
        first.await.unwrap().unwrap();
        third.await.unwrap().unwrap();
        assert_eq!((carried.recv().await, carried.recv().await), (Some(vec![1]), Some(vec![3])));
    }
}
