//! Limits of many payments that are made at one time: each that is made counts for those after it.

use std::fmt;

use super::limit::{BENEFICIARY, Limit, PROVIDER, Per, RAIL, SCOPES, require_scopes, scopes};
use super::limit_request::{Rates, read_history, read_limits, read_rates};
use super::limits::check_tier;
use super::reader::{Optional, Reader, Required};
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::money::Currency;

/// The limits of one currency, and what was paid so far.
pub(crate) struct RunningLimits {
    currency: Currency,
    limits: Vec<Limit>,
    /// What is the same for all payments.
    own: [Option<String>; SCOPES.len()],
    /// What was paid: a sum for each limit, and behind them those by what payments count together by.
    sums: Vec<(u128, u64)>,
    /// Which sums the payment that was judged last counts in.
    places: Vec<usize>,
}

/// What a payment counts by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunningScopes<'a> {
    pub(crate) beneficiary: &'a str,
    pub(crate) rail: &'a str,
}

/// Finds the number that a text has for a limit, by the limit's number and the one that a new text gets.
pub(crate) type Find<'a> = &'a mut dyn FnMut(usize, &str, usize) -> usize;

impl fmt::Debug for RunningLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RunningLimits({} limits of {})", self.limits.len(), self.currency.as_str())
    }
}

impl RunningLimits {
    /// Reads `{limits, history?, now?, rates?, provider?, user?, corridor?, tier?}`: those that bind payments in this
    /// currency. Without earlier payments it does not matter what time it is.
    pub(crate) fn read(reader: &mut Reader, json: &Json, currency: Currency, find: Find<'_>) -> Option<RunningLimits> {
        let object = reader.object(json, "limits history now rates provider user corridor tier")?;
        let rates = read_rates(reader, object, currency);
        let given = reader.member(object, "limits", Required)?;
        let is_of = |item: &&Json| match item.as_object().and_then(|item| item.get("currency")).and_then(Json::as_str) {
            Some(code) => {
                let mut known = std::iter::once(currency).chain(rates.iter().map(|(other, _)| *other));
                known.any(|own| own.as_str().eq_ignore_ascii_case(code))
            }
            None => true,
        };
        let mut limits = match given.as_array() {
            Some(items) => {
                let bound = Json::Array(items.iter().filter(is_of).cloned().collect());
                read_limits(reader, &bound, (currency, &rates))
            }
            None => read_limits(reader, given, (currency, &rates)),
        };
        let tier = reader.text(object, "tier", Optional);
        check_tier(reader, &limits, tier);
        limits.retain(|limit| limit.tier.is_none() || limit.tier.as_deref() == tier);
        let mut all = scopes(reader, object);
        // these are each payment's own
        (all[BENEFICIARY], all[RAIL]) = (Some(""), Some(""));
        require_scopes(reader, &limits, &all);
        let own = all.map(|text| text.map(str::to_owned));
        let sums = vec![(0, 0); limits.len()];
        let mut running = RunningLimits { currency, limits, own, sums, places: Vec::new() };
        running.add_history(reader, object, &rates, find)?;
        Some(running)
    }

    fn add_history(&mut self, reader: &mut Reader, object: &Object, rates: &Rates, find: Find<'_>) -> Option<()> {
        if reader.member(object, "history", Optional).is_none() {
            return Some(());
        }
        let now = reader.time(object, "now", Required);
        // what was paid in a currency without a rate concerns other rows
        let history = read_history(reader, object, (self.currency, rates), &self.limits, &mut Vec::new());
        let now = now?.unix_seconds();
        for past in &history {
            for place in 0..self.limits.len() {
                let Some(limit) = self.limits.get(place) else { continue };
                if limit.has_window() && limit.window.leaves_at(past.at.unix_seconds()) > now {
                    let sum = match limit.per {
                        Per::All => place,
                        Per::Scope(scope) => {
                            self.sum(place, scope, past.scopes.get(scope).copied().flatten().unwrap_or_default(), find)
                        }
                    };
                    self.add(sum, past.units)?;
                }
            }
        }
        Some(())
    }

    /// The number of the sum of all payments that have this text in the scope.
    fn sum(&mut self, limit: usize, scope: usize, text: &str, find: Find<'_>) -> usize {
        let next = self.sums.len();
        // names of ours are read in any case
        let is_ours = matches!(scope, PROVIDER | RAIL);
        let sum = if is_ours { find(limit, &text.to_ascii_lowercase(), next) } else { find(limit, text, next) };
        if sum == next {
            self.sums.push((0, 0));
        }
        sum
    }

    fn add(&mut self, sum: usize, units: u128) -> Option<()> {
        let (paid, count) = self.sums.get_mut(sum)?;
        *paid = paid.checked_add(units)?;
        *count = count.saturating_add(1);
        Some(())
    }

    /// Adds a finding for each limit that a payment breaks together with those that were counted before it.
    pub(crate) fn judge(
        &mut self,
        units: u128,
        scopes: RunningScopes<'_>,
        find: Find<'_>,
        findings: &mut Vec<Finding>,
    ) -> Option<()> {
        self.places.clear();
        for place in 0..self.limits.len() {
            let Some(limit) = self.limits.get(place) else { continue };
            limit.say_of_amount(units, self.currency, findings)?;
            if !limit.has_window() {
                continue;
            }
            let sum = match limit.per {
                Per::All => place,
                Per::Scope(BENEFICIARY) => self.sum(place, BENEFICIARY, scopes.beneficiary, find),
                Per::Scope(RAIL) => self.sum(place, RAIL, scopes.rail, find),
                Per::Scope(scope) => {
                    let own = self.own.get(scope).cloned().flatten().unwrap_or_default();
                    self.sum(place, scope, &own, find)
                }
            };
            self.places.push(sum);
            let used = self.sums.get(sum).copied().unwrap_or_default();
            self.limits.get(place)?.say_of_use(units, used, self.currency, findings)?;
        }
        Some(())
    }

    /// Counts the payment that was judged last.
    pub(crate) fn count(&mut self, units: u128) {
        for sum in std::mem::take(&mut self.places) {
            let _ = self.add(sum, units);
        }
    }
}
