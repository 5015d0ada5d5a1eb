//! What goes wrong, and how often: drawn from the seed and what is asked, so that the same run goes wrong alike.

use crate::json::{Json, Object};
use crate::provider::sandbox::{FAULTS, is_fault};

/// All that is drawn is out of so many.
const WHOLE: u64 = 1_000_000;

/// What goes wrong, and how often. By default nothing does.
///
/// ```
/// use offramp_core::sandbox::Faults;
///
/// let all = Faults::at_rate("0.2").unwrap();
/// let some = Faults::from_json(&r#"{"drop_after": 0.05, "latencyMillis": 800}"#.parse().unwrap()).unwrap();
/// assert!(Faults::at_rate("2").is_err());
/// assert!(Faults::from_json(&r#"{"drop": 1}"#.parse().unwrap()).is_err());
/// ```
#[derive(Clone, Debug)]
pub struct Faults {
    /// Names and how often, out of a million.
    rates: Vec<(&'static str, u32)>,
    latency_millis: u32,
    retry_after_seconds: u32,
    lost_seconds: u32,
    late_seconds: u32,
    key_lifetime_seconds: Option<u32>,
}

impl Default for Faults {
    fn default() -> Faults {
        Faults {
            rates: Vec::new(),
            latency_millis: 2000,
            retry_after_seconds: 1,
            lost_seconds: 60,
            late_seconds: 600,
            key_lifetime_seconds: None,
        }
    }
}

/// What is drawn once for each request, and once for each event.
const OF_REQUESTS: &[&str] =
    &["latency", "drop_before", "drop_after", "rate_limit", "error_before", "error_after", "lost"];
const OF_EVENTS: &[&str] =
    &["webhook_duplicate", "webhook_late", "webhook_reordered", "webhook_wrong_signature", "webhook_lost"];

impl Faults {
    /// All at once: so large a share of requests goes wrong in one way or another, of events, and of settled payments,
    /// which come back. `0.2` and `20%` are a fifth.
    ///
    /// # Errors
    /// Where the text is no share.
    pub fn at_rate(rate: &str) -> Result<Faults, String> {
        let rate = share(rate).ok_or("a share is needed, as in 0.2 or 20%")?;
        let mut faults = Faults::default();
        for group in [OF_REQUESTS, OF_EVENTS, &["returned"]] {
            let count = u32::try_from(group.len()).unwrap_or(1);
            for name in group {
                faults.rates.push((name, rate.checked_div(count).unwrap_or(0)));
            }
        }
        Ok(faults)
    }

    /// Reads `{"drop_after": 0.05, .., "latencyMillis"?, "retryAfterSeconds"?, "lostSeconds"?, "lateSeconds"?,
    /// "keyLifetimeSeconds"?}`: how often each goes wrong, and how.
    ///
    /// # Errors
    /// Where a name is not known or a value is none.
    pub fn from_json(json: &Json) -> Result<Faults, String> {
        let members = json.as_object().ok_or("an object of faults and their shares is needed")?;
        let mut faults = Faults::default();
        for (name, value) in members.iter() {
            let text = value.as_number().or(value.as_str()).unwrap_or_default();
            let whole = || text.parse::<u32>().map_err(|_| format!("{name}: a whole number is needed"));
            match name {
                "latencyMillis" => faults.latency_millis = whole()?,
                "retryAfterSeconds" => faults.retry_after_seconds = whole()?,
                "lostSeconds" => faults.lost_seconds = whole()?,
                "lateSeconds" => faults.late_seconds = whole()?,
                "keyLifetimeSeconds" => faults.key_lifetime_seconds = Some(whole()?),
                name => {
                    let known = FAULTS.iter().find(|(known, _)| *known == name);
                    let known = known.ok_or_else(|| format!("there is no fault {name}"))?.0;
                    let rate = share(text).ok_or_else(|| format!("{name}: a share is needed, as in 0.2"))?;
                    faults.rates.push((known, rate));
                }
            }
        }
        Ok(faults)
    }

    /// As [`Faults::from_json`] reads it.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        for (name, rate) in &self.rates {
            let text = format!("0.{rate:06}");
            let text = if u64::from(*rate) == WHOLE { "1" } else { text.as_str() };
            json.insert(*name, text.parse().map_or(Json::Null, Json::Number));
        }
        json.put("latencyMillis", Json::from(self.latency_millis));
        json.put("retryAfterSeconds", Json::from(self.retry_after_seconds));
        json.put("lostSeconds", Json::from(self.lost_seconds));
        json.put("lateSeconds", Json::from(self.late_seconds));
        if let Some(seconds) = self.key_lifetime_seconds {
            json.put("keyLifetimeSeconds", Json::from(seconds));
        }
        Json::Object(json)
    }

    /// What goes wrong with a request, drawn from its salt.
    pub(super) fn of_request(&self, salt: &[u8]) -> Option<&'static str> {
        let first = self.draw(OF_REQUESTS, salt, 0);
        first.or_else(|| self.draw(&["key_forgotten"], salt, 8))
    }

    /// Whether a payment that the request begins comes back.
    pub(super) fn is_returned(&self, salt: &[u8]) -> bool {
        self.draw(&["returned"], salt, 16).is_some()
    }

    /// What goes wrong with an event, drawn from its id.
    pub(super) fn of_event(&self, salt: &[u8]) -> Option<&'static str> {
        self.draw(OF_EVENTS, salt, 24)
    }

    fn draw(&self, group: &[&str], salt: &[u8], from: usize) -> Option<&'static str> {
        let bytes = salt.get(from..).and_then(|rest| rest.first_chunk::<8>()).copied().unwrap_or_default();
        let mut drawn = u64::from_be_bytes(bytes) % WHOLE;
        for (name, rate) in self.rates.iter().filter(|(name, _)| group.contains(name)) {
            match drawn.checked_sub(u64::from(*rate)) {
                None => return Some(name),
                Some(rest) => drawn = rest,
            }
        }
        None
    }

    pub(super) const fn latency_millis(&self) -> u32 {
        self.latency_millis
    }

    pub(super) const fn retry_after_seconds(&self) -> u32 {
        self.retry_after_seconds
    }

    pub(super) const fn lost_seconds(&self) -> u32 {
        self.lost_seconds
    }

    pub(super) const fn late_seconds(&self) -> u32 {
        self.late_seconds
    }

    pub(super) const fn key_lifetime_seconds(&self) -> Option<u32> {
        self.key_lifetime_seconds
    }
}

/// The fault that a header asks for, and its number where there is one, as in `latency=500`.
pub(super) fn asked(header: &str) -> Option<(&'static str, Option<u32>)> {
    let (name, number) = header.split_once('=').map_or((header, None), |(name, number)| (name, number.parse().ok()));
    let known = FAULTS.iter().find(|(known, _)| *known == name.trim())?.0;
    is_fault(known).then_some((known, number))
}

/// A share of one, out of a million: `0.2`, `1`, `20%`.
fn share(text: &str) -> Option<u32> {
    let (digits, places) = match text.trim().strip_suffix('%') {
        Some(percent) => (percent, 4_usize),
        None => (text.trim(), 6),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    if decimals.len() > places || whole.is_empty() || !whole.bytes().chain(decimals.bytes()).all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let number = format!("{whole}{decimals:0<places$}").parse::<u64>().ok()?;
    u32::try_from(number).ok().filter(|number| u64::from(*number) <= WHOLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares() {
        assert_eq!(share("0.2"), Some(200_000));
        assert_eq!(share("20%"), Some(200_000));
        assert_eq!(share("1"), Some(1_000_000));
        assert_eq!(share("0"), Some(0));
        for wrong in ["", "1.1", "-1", "0.0000001", "x", "101%"] {
            assert_eq!(share(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_rate_is_the_share_of_all_together() {
        let faults = Faults::at_rate("0.2").unwrap();
        let mut wrong = 0;
        for number in 0..10_000_u64 {
            let salt = [number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes(); 4].concat();
            wrong += u32::from(faults.of_request(&salt).is_some());
        }
        assert!((1900..2100).contains(&wrong), "{wrong}");
        let again = Faults::from_json(&faults.to_json()).unwrap();
        assert_eq!(again.to_json().to_string(), faults.to_json().to_string());
    }
}
