//! `offramp payout watch`: a payout, followed from wherever the database is reached, until it ends.

use std::collections::VecDeque;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::super::alarms::time;
use super::{Outcome, Which, find, manage, with_store};
use crate::http::now_millis;
use crate::json::{Json, Object};
use crate::payout::{Counts, ItemState, PayoutState};

/// How far back the rate is measured, in looks.
const WINDOW: usize = 30;

#[derive(Debug, clap::Args)]
pub(in super::super) struct Args {
    #[command(flatten)]
    which: Which,

    /// How many seconds between two looks
    #[arg(long, default_value_t = 1, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(1..=3600))]
    every: u16,
}

/// How fast items end.
#[derive(Debug, Default)]
struct Pace {
    /// When, in milliseconds, and how many had ended then.
    looks: VecDeque<(i64, u64)>,
}

impl Pace {
    /// Items a thousand seconds, and how many seconds these take at this rate; nothing where none has ended while one looked.
    fn look(&mut self, now: i64, ended: u64, left: u64) -> Option<(u64, u64)> {
        self.looks.push_back((now, ended));
        if self.looks.len() > WINDOW {
            self.looks.pop_front();
        }
        let (begun, before) = *self.looks.front()?;
        let millis = u64::try_from(now.saturating_sub(begun)).ok().filter(|millis| *millis > 0)?;
        let done = ended.saturating_sub(before);
        let rate = done.saturating_mul(1_000_000).checked_div(millis)?;
        Some((rate, left.saturating_mul(1000).div_ceil(rate.max(1)))).filter(|_| rate > 0)
    }
}

fn sum(counts: &Counts, is_meant: impl Fn(ItemState) -> bool) -> u64 {
    counts.iter().filter(|(state, _)| is_meant(*state)).map(|(_, count)| count).sum()
}

/// What goes on by itself: what is held, or unknown with nobody to ask, waits for a person.
const fn goes_on(state: ItemState) -> bool {
    matches!(state, ItemState::Planned | ItemState::Sending | ItemState::Waiting)
}

pub(super) fn run(args: &Args, as_json: bool, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let bar = (!as_json && io::stdout().is_terminal()).then(|| {
        let style = ProgressStyle::with_template("{bar:40} {pos} of {len}; {msg}");
        ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    });
    with_store(&args.which.database, async |store| {
        let (mut pace, mut last) = (Pace::default(), None);
        loop {
            let recorded = find(&*store, &args.which.id).await?;
            let counts = store.counts(&args.which.id).await?;
            let state = recorded.payout.state;
            let (all, ended) = (sum(&counts, |_| true), sum(&counts, ItemState::is_final));
            let now = now_millis();
            let speed = pace.look(now, ended, sum(&counts, goes_on)).filter(|_| state == PayoutState::Running);
            if let Some(bar) = &bar {
                bar.set_length(all);
                bar.set_position(ended);
                bar.set_message(said(state, &counts, speed));
            } else if last.as_ref() != Some(&(state, counts.clone())) {
                if as_json {
                    writeln!(out, "{}", line(now, state, &counts, speed))?;
                } else {
                    writeln!(out, "{} {ended} of {all}; {}", time(now), said(state, &counts, speed))?;
                }
                out.flush()?;
            }
            last = Some((state, counts));
            if matches!(state, PayoutState::Done | PayoutState::Cancelled) {
                if let Some(bar) = &bar {
                    bar.finish_and_clear();
                }
                return manage::status(&*store, &recorded, as_json, out).await;
            }
            tokio::time::sleep(Duration::from_secs(u64::from(args.every))).await;
        }
    })
}

/// Such as `running: 40 paid, 60 planned; 12.5 a second, 5 s left`.
fn said(state: PayoutState, counts: &Counts, speed: Option<(u64, u64)>) -> String {
    let states: Vec<_> = counts.iter().map(|(state, count)| format!("{count} {}", state.as_str())).collect();
    let speed = speed.map_or_else(String::new, |(rate, left)| format!("; {} a second, {left} s left", tenths(rate)));
    format!("{}: {}{speed}", state.as_str(), states.join(", "))
}

fn line(now: i64, state: PayoutState, counts: &Counts, speed: Option<(u64, u64)>) -> Json {
    let items: Object = counts.iter().map(|(state, count)| (state.as_str(), Json::number(count))).collect();
    let mut json = Object::new();
    json.insert("at", time(now));
    json.insert("state", state.as_str());
    json.insert("items", Json::Object(items));
    if let Some((rate, left)) = speed {
        json.insert("perSecond", tenths(rate));
        json.insert("secondsLeft", Json::number(left));
    }
    Json::Object(json)
}

fn tenths(rate: u64) -> String {
    let tenths = rate.div_ceil(100);
    format!("{}.{}", tenths.checked_div(10).unwrap_or(0), tenths.checked_rem(10).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_that_of_the_last_looks_and_says_how_much_time_is_left() {
        let mut pace = Pace::default();
        assert_eq!(pace.look(0, 10, 90), None);
        assert_eq!(pace.look(1000, 10, 90), None);
        assert_eq!(pace.look(2000, 35, 65), Some((12_500, 6)));
        assert_eq!(tenths(12_500), "12.5");
        // a clock that was set back says nothing
        assert_eq!(pace.look(-5000, 40, 60), None);
        let mut long = Pace::default();
        let last = (0..100).map(|second| long.look(second * 1000, if second < 50 { 0 } else { 5 }, 1)).last();
        assert_eq!((last, long.looks.len()), (Some(None), WINDOW));
    }
}
