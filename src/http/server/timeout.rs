//! How long a client may take: for the head of a request, and for its body.
//!
//! A timer that is set and taken back for every request costs more than reading the request. So there is one
//! alarm a connection, which looks at the deadline of the head that is waited for when it rings, and a body
//! that came with its head needs none.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::time::Sleep;
use tokio_util::sync::CancellationToken;

use crate::http::server::clock;

/// No head is waited for.
const NONE: u64 = u64::MAX;

/// Until when the head of the next request must have arrived, on one connection.
#[derive(Clone, Debug)]
pub(in crate::http) struct HeadDeadline(Arc<Deadline>);

#[derive(Debug)]
struct Deadline {
    began: Instant,
    /// In microseconds since then.
    at: AtomicU64,
    is_over: AtomicBool,
}

impl HeadDeadline {
    /// The first head is waited for from now on.
    pub(in crate::http) fn new(timeout: Duration) -> HeadDeadline {
        let deadline = Deadline { began: clock::instant(), at: AtomicU64::new(NONE), is_over: AtomicBool::new(false) };
        let first = HeadDeadline(Arc::new(deadline));
        first.set(first.0.began.checked_add(timeout));
        first
    }

    /// A request has come.
    pub(in crate::http) fn clear(&self) {
        self.set(None);
    }

    fn set(&self, deadline: Option<Instant>) {
        let since = deadline.map(|deadline| deadline.saturating_duration_since(self.0.began).as_micros());
        let at = since.and_then(|since| u64::try_from(since).ok()).unwrap_or(NONE);
        self.0.at.store(at, Ordering::Relaxed);
    }

    fn deadline(&self) -> Option<Instant> {
        let at = self.0.at.load(Ordering::Relaxed);
        if at == NONE { None } else { self.0.began.checked_add(Duration::from_micros(at)) }
    }

    /// Runs a connection until it ends. One whose head is overdue is polled once more, so that it can say
    /// so to the client, and dropped.
    pub(in crate::http) async fn keep<F: Future>(&self, connection: F) -> Option<F::Output> {
        let mut connection = pin!(connection);
        let mut alarm: Option<Pin<Box<Sleep>>> = None;
        poll_fn(|context| {
            if let Poll::Ready(end) = connection.as_mut().poll(context) {
                return Poll::Ready(Some(end));
            }
            if self.rings(&mut alarm, context).is_pending() {
                return Poll::Pending;
            }
            self.0.is_over.store(true, Ordering::Relaxed);
            match connection.as_mut().poll(context) {
                Poll::Ready(end) => Poll::Ready(Some(end)),
                Poll::Pending => Poll::Ready(None),
            }
        })
        .await
    }

    /// Ready once the deadline is over. Deadlines only become later, so that an alarm rings early at worst,
    /// and is set again.
    fn rings(&self, alarm: &mut Option<Pin<Box<Sleep>>>, context: &mut Context<'_>) -> Poll<()> {
        loop {
            if alarm.is_none() {
                let Some(deadline) = self.deadline() else {
                    return Poll::Pending;
                };
                *alarm = Some(Box::pin(tokio::time::sleep_until(deadline.into())));
            }
            if let Some(sleep) = alarm
                && sleep.as_mut().poll(context).is_pending()
            {
                return Poll::Pending;
            }
            if self.deadline().is_some_and(|deadline| deadline <= clock::instant()) {
                return Poll::Ready(());
            }
            *alarm = None;
        }
    }
}

impl hyper::rt::Timer for HeadDeadline {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn hyper::rt::Sleep>> {
        self.set(clock::instant().checked_add(duration));
        Box::pin(Head(self.clone()))
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn hyper::rt::Sleep>> {
        self.set(Some(deadline));
        Box::pin(Head(self.clone()))
    }

    /// The default would set the new deadline and then have the old one's end clear it.
    fn reset(&self, _sleep: &mut Pin<Box<dyn hyper::rt::Sleep>>, deadline: Instant) {
        self.set(Some(deadline));
    }
}

/// That a head is waited for: until it has come, which is when this is dropped.
struct Head(HeadDeadline);

impl Future for Head {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<()> {
        if self.0.0.is_over.load(Ordering::Relaxed) { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl hyper::rt::Sleep for Head {}

impl Drop for Head {
    fn drop(&mut self) {
        self.0.clear();
    }
}

/// How long is waited for what a client sends after the service was told to stop.
pub(in crate::http) const LAST: Duration = Duration::from_secs(1);

/// Over after so long, or soon after the service was told to stop.
pub(in crate::http) async fn over(timeout: Duration, stopping: CancellationToken) {
    tokio::select! {
        () = tokio::time::sleep(timeout) => {}
        () = async { stopping.cancelled().await; tokio::time::sleep(LAST).await } => {}
    }
}

/// Waits for what a client sends, for so long at most.
pub(in crate::http) async fn within<F: Future>(
    timeout: Duration,
    stopping: &CancellationToken,
    arrives: F,
) -> Option<F::Output> {
    let mut arrives = pin!(arrives);
    let (mut looked, mut alarm) = (false, pin!(None));
    poll_fn(|context| {
        if let Poll::Ready(arrived) = arrives.as_mut().poll(context) {
            return Poll::Ready(Some(arrived));
        }
        if !looked {
            // what came with the head is handed over at the second look
            looked = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if alarm.is_none() {
            alarm.set(Some(over(timeout, stopping.clone())));
        }
        match alarm.as_mut().as_pin_mut() {
            Some(alarm) => alarm.poll(context).map(|()| None),
            None => Poll::Pending,
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_connection_is_dropped_when_a_head_is_overdue_and_not_while_it_works() {
        let timeout = Duration::from_millis(50);
        let silent = HeadDeadline::new(timeout);
        assert_eq!(silent.keep(std::future::pending::<()>()).await, None);
        // the head comes, and the answer takes longer than a head may
        let busy = HeadDeadline::new(timeout);
        let clear = busy.clone();
        let work = async move {
            clear.clear();
            tokio::time::sleep(timeout.saturating_mul(3)).await;
            7
        };
        assert_eq!(busy.keep(work).await, Some(7));
    }

    #[tokio::test]
    async fn each_head_has_its_own_time() {
        use hyper::rt::Timer as _;
        let timeout = Duration::from_millis(100);
        let deadline = HeadDeadline::new(timeout);
        let timer = deadline.clone();
        let began = clock::instant();
        let heads = async move {
            for _ in 0..4 {
                let head = timer.sleep(timeout);
                tokio::time::sleep(Duration::from_millis(60)).await;
                drop(head);
            }
            timer.sleep(timeout).await;
        };
        assert_eq!(deadline.keep(heads).await, Some(()));
        let took = began.elapsed();
        assert!((Duration::from_millis(340)..Duration::from_millis(800)).contains(&took), "{took:?}");
    }

    #[tokio::test]
    async fn a_head_that_is_given_another_time_is_waited_for_until_then() {
        use hyper::rt::Timer as _;
        let deadline = HeadDeadline::new(Duration::from_millis(20));
        let mut head = deadline.sleep(Duration::from_millis(20));
        deadline.reset(&mut head, clock::instant().checked_add(Duration::from_millis(80)).unwrap());
        let began = clock::instant();
        let kept = tokio::time::timeout(Duration::from_secs(5), deadline.keep(std::future::pending::<()>())).await;
        assert_eq!(kept, Ok(None), "without a time the connection would be kept for ever");
        assert!(began.elapsed() >= Duration::from_millis(60), "{:?}", began.elapsed());
    }

    #[tokio::test]
    async fn what_does_not_arrive_is_not_waited_for() {
        let stopping = CancellationToken::new();
        let soon = || tokio::time::sleep(Duration::from_millis(10));
        assert_eq!(within(Duration::from_millis(10), &stopping, std::future::pending::<()>()).await, None);
        assert_eq!(within(Duration::from_secs(10), &stopping, soon()).await, Some(()));
        assert_eq!(within(Duration::ZERO, &stopping, tokio::task::yield_now()).await, Some(()));
        // nor for long where the service stops, whatever the time
        stopping.cancel();
        assert_eq!(within(Duration::from_secs(1000), &stopping, std::future::pending::<()>()).await, None);
        assert_eq!(within(Duration::from_secs(1000), &stopping, soon()).await, Some(()));
    }
}
