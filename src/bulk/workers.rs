//! Judges pieces of a file on other threads and takes them back in order.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SendError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};

use super::batch::Batch;
use super::row::Layout;

/// A piece of a file that ends with a line, before and after it is judged.
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub(super) bytes: Vec<u8>,
    pub(super) batch: Batch,
}

/// Whether a piece was judged, or the thread failed at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    Judged,
    Failed,
}

/// Judges a piece.
type Judge = dyn Fn(&mut Piece) + Send + Sync;

/// Threads that judge pieces.
pub(super) struct Workers {
    jobs: Option<Sender<(u64, Piece)>>,
    done: Receiver<(u64, Piece, Done)>,
    judge: Arc<Judge>,
    threads: Vec<JoinHandle<()>>,
    submitted: u64,
    taken: u64,
    /// Pieces that are done and wait for an earlier one.
    early: BTreeMap<u64, Piece>,
    spare: Vec<Piece>,
}

impl Workers {
    /// Starts so many threads; none if the system has none to give.
    pub(super) fn start(count: usize, layout: Layout) -> Option<Workers> {
        Workers::with(count, move |piece| {
            piece.batch.judge(&layout, &piece.bytes, true);
        })
    }

    fn with(count: usize, judge: impl Fn(&mut Piece) + Send + Sync + 'static) -> Option<Workers> {
        let judge: Arc<Judge> = Arc::new(judge);
        let (jobs, queue) = channel::<(u64, Piece)>();
        let (finished, done) = channel();
        let queue = Arc::new(Mutex::new(queue));
        let mut threads = Vec::new();
        for _ in 0..count {
            let (judge, queue, finished) = (Arc::clone(&judge), Arc::clone(&queue), finished.clone());
            let work = move || {
                loop {
                    let job = match queue.lock() {
                        Ok(queue) => queue.recv(),
                        Err(_) => return,
                    };
                    let Ok((number, mut piece)) = job else {
                        return;
                    };
                    // what fails is handed back and judged once more where the caller sees it fail
                    let judged = catch_unwind(AssertUnwindSafe(|| judge(&mut piece)));
                    let done = if judged.is_ok() { Done::Judged } else { Done::Failed };
                    if finished.send((number, piece, done)).is_err() {
                        return;
                    }
                }
            };
            threads.push(Builder::new().name("offramp-check".to_owned()).spawn(work).ok()?);
        }
        Some(Workers {
            jobs: Some(jobs),
            done,
            judge,
            threads,
            submitted: 0,
            taken: 0,
            early: BTreeMap::new(),
            spare: Vec::new(),
        })
    }

    /// A piece whose memory can be used again.
    pub(super) fn spare(&mut self) -> Piece {
        self.spare.pop().unwrap_or_default()
    }

    pub(super) fn give_back(&mut self, piece: Piece) {
        self.spare.push(piece);
    }

    /// Hands a piece to the threads; judges it here, if there are none any more.
    pub(super) fn submit(&mut self, piece: Piece) {
        let number = self.submitted;
        self.submitted = self.submitted.saturating_add(1);
        let Some(jobs) = &self.jobs else {
            return;
        };
        if let Err(SendError((number, mut piece))) = jobs.send((number, piece)) {
            (self.judge)(&mut piece);
            self.early.insert(number, piece);
        }
    }

    /// The next piece in order. Waits for it if more pieces than `most` are under way.
    ///
    /// # Panics
    /// Where judging the piece does: the caller is not told of a file without its rows.
    pub(super) fn take(&mut self, most: u64) -> Option<Piece> {
        while self.submitted > self.taken {
            if let Some(piece) = self.early.remove(&self.taken) {
                self.taken = self.taken.saturating_add(1);
                return Some(piece);
            }
            let under_way = self.submitted.saturating_sub(self.taken);
            let next = if under_way > most { self.done.recv().ok() } else { self.done.try_recv().ok() };
            let (number, mut piece, done) = next?;
            if done == Done::Failed {
                piece.batch = Batch::default();
                (self.judge)(&mut piece);
            }
            self.early.insert(number, piece);
        }
        None
    }

    pub(super) fn count(&self) -> u64 {
        u64::try_from(self.threads.len()).unwrap_or(u64::MAX)
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        // without a sender the threads find nothing more to do
        self.jobs = None;
        for thread in self.threads.drain(..) {
            // a thread that failed has nothing to hand over
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn pieces(workers: &mut Workers) -> Vec<Vec<u8>> {
        for number in 0..20 {
            let mut piece = workers.spare();
            piece.bytes = vec![number];
            workers.submit(piece);
        }
        std::iter::from_fn(|| workers.take(0)).map(|piece| piece.bytes).collect()
    }

    /// Every thread fails at every piece it gets for the first time.
    #[test]
    fn what_threads_fail_at_is_judged_by_the_caller() {
        let tries = AtomicUsize::new(0);
        let judge = move |_: &mut Piece| {
            let is_worker = std::thread::current().name() == Some("offramp-check");
            tries.fetch_add(1, Ordering::Relaxed);
            assert!(!is_worker, "a thread fails");
        };
        let mut workers = Workers::with(2, judge).unwrap();
        assert_eq!(pieces(&mut workers), (0..20).map(|number| vec![number]).collect::<Vec<_>>());
    }

    #[test]
    fn what_cannot_be_judged_is_not_passed_over() {
        let mut workers = Workers::with(2, |piece| assert_ne!(piece.bytes, [7])).unwrap();
        assert!(catch_unwind(AssertUnwindSafe(|| pieces(&mut workers))).is_err());
    }
}
