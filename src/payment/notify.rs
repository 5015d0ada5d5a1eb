//! Tells a service how its payments have ended, again and again until it has taken the news or they are given up.
//!
//! What is to be told is on the disk since the end itself is. It is given out to one replica at a time, and again where
//! nothing was heard of it: a service may be told twice, and never not at all.

use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt as _;
use futures_util::stream;
use tracing::{error, info, warn};

use super::{Attempt, DeliveryNote, DueNotification, Notice, NotificationState, Payment, Payments, StoreError};

/// How many are given out in one go.
const PAGE: u32 = 20;
/// How many are under way at the same time, to one service.
const AT_ONCE: usize = 4;
/// How long one is left to whoever holds it: longer than telling all of a page takes.
const LEASE: Duration = Duration::from_secs(120);
/// The pauses after each try, in times the first one, which is usually 5 seconds: 5 s, 30 s, 2 min, 10 min, 30 min, 2 h,
/// 5 h, 10 h, 14 h, 20 h and 24 h. After that it is given up.
const PAUSES: [u32; 11] = [1, 6, 24, 120, 360, 1440, 3600, 7200, 10_080, 14_400, 17_280];

/// Whoever tells services.
#[async_trait]
pub trait Notifier: Send + Sync + std::fmt::Debug {
    /// Tells a service how a payment has ended, as the attempts at it say.
    async fn tell(&self, service_id: &str, payment: &Payment, attempts: &[Attempt]) -> Told;
}

/// What a service answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// That it has taken it.
    Taken {
        /// In a word or two.
        answer: String,
    },
    /// Something else, or nothing.
    NotTaken {
        /// In a word or two.
        answer: String,
        /// The least time that it wants to be left alone for.
        pause: Option<Duration>,
    },
    /// That it wants none of this kind any more.
    Gone {
        /// In a word or two.
        answer: String,
    },
}

/// Tells a service what is due. Answers how much was.
pub(super) async fn once(payments: &Payments, notifier: &dyn Notifier, service_id: &str, first: Duration) -> usize {
    let lease = i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX);
    let due = match payments.store.due_notifications(service_id, lease, PAGE).await {
        Ok(due) => due,
        Err(error) => {
            failed(payments, &error, None);
            return 0;
        }
    };
    let count = due.len();
    let tell = |due: DueNotification| async move {
        if let Err(error) = tell(payments, notifier, service_id, &due, first).await {
            failed(payments, &error, Some(&due));
        }
    };
    stream::iter(due.into_iter().map(tell)).buffer_unordered(AT_ONCE).collect::<Vec<()>>().await;
    count
}

async fn tell(
    payments: &Payments,
    notifier: &dyn Notifier,
    service_id: &str,
    due: &DueNotification,
    first: Duration,
) -> Result<(), StoreError> {
    let payment = payments.store.payment(&due.payment_id).await?;
    let attempts = payments.store.attempts(&due.payment_id).await?;
    let told = match &payment {
        Some(payment) => notifier.tell(service_id, payment, &attempts).await,
        None => Told::Gone { answer: "there is no such payment".to_owned() },
    };
    let note = note_of(told, due.tries, first);
    payments.store.note_delivery(&due.payment_id, &note).await?;
    payments.observer.notice(Notice::Told { state: note.state });
    let (payment_id, tries, answer) = (&due.payment_id, due.tries, &note.answer);
    match note.state {
        NotificationState::Delivered => info!(payment_id, service_id, tries, answer, "Service told of a payment's end"),
        NotificationState::Waiting => warn!(
            payment_id,
            service_id,
            tries,
            answer,
            pause_milliseconds = note.pause,
            "Service not told of a payment's end yet"
        ),
        NotificationState::Dead => error!(
            payment_id,
            service_id,
            tries,
            answer,
            "Service not told of a payment's end: it is tried no more, until somebody replays it"
        ),
    }
    Ok(())
}

/// What is recorded of an answer to a try.
fn note_of(told: Told, tries: i32, first: Duration) -> DeliveryNote {
    let (state, pause, answer) = match told {
        Told::Taken { answer } => (NotificationState::Delivered, Duration::ZERO, answer),
        Told::Gone { answer } => (NotificationState::Dead, Duration::ZERO, answer),
        Told::NotTaken { answer, pause } => {
            let own = usize::try_from(tries).ok().and_then(|tries| PAUSES.get(tries.saturating_sub(1)));
            match own {
                Some(times) => {
                    let own = first.saturating_mul(*times);
                    (NotificationState::Waiting, pause.map_or(own, |pause| pause.max(own).min(LONGEST)), answer)
                }
                None => (NotificationState::Dead, Duration::ZERO, answer),
            }
        }
    };
    DeliveryNote { state, pause: i64::try_from(pause.as_millis()).unwrap_or(i64::MAX), answer }
}

/// How long a service may ask to be left alone for.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

fn failed(payments: &Payments, error: &StoreError, due: Option<&DueNotification>) {
    payments.observer.notice(Notice::StoreFailed);
    error!(
        error_type = "DATABASE_ERROR", error_name = "StoreError", error_message = %error,
        payment_id = due.map(|due| due.payment_id.as_str()),
        "Services could not be told of payments' ends"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_further_and_further_apart_and_come_to_an_end() {
        let first = Duration::from_secs(5);
        let refused = |pause| Told::NotTaken { answer: "503".to_owned(), pause };
        let mut all = Vec::new();
        for tries in 1.. {
            let note = note_of(refused(None), tries, first);
            if note.state == NotificationState::Dead {
                break;
            }
            all.push(note.pause / 1000);
        }
        assert_eq!(all, [5, 30, 120, 600, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]);
        // a service may ask for more, within a day
        let pause = |seconds| note_of(refused(Some(Duration::from_secs(seconds))), 2, first).pause / 1000;
        assert_eq!((pause(3), pause(300), pause(10_000_000)), (30, 300, 86_400));
        assert_eq!(note_of(Told::Gone { answer: "410".to_owned() }, 1, first).state, NotificationState::Dead);
    }
}
