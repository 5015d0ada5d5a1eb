//! How many requests are allowed, and times as they are written in settings.

use std::time::Duration;

use super::SettingError;

/// How many requests in what time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// How many.
    pub count: u32,
    /// In what time.
    pub window: Duration,
}

impl RateLimit {
    /// Reads `50/15m`; seconds, minutes and hours are `s`, `m` and `h`. `off` is none.
    ///
    /// # Errors
    /// Where the text is neither.
    pub fn read(text: &str) -> Result<Option<RateLimit>, SettingError> {
        if text == "off" {
            return Ok(None);
        }
        let error = || SettingError("a count and a time are needed, as in 50/15m, or off");
        let (count, window) = text.split_once('/').ok_or_else(error)?;
        let count = count.parse().ok().filter(|count| *count > 0).ok_or_else(error)?;
        Ok(Some(RateLimit { count, window: read_duration(window).ok_or_else(error)? }))
    }

    /// The window in words, as in `15 minutes`.
    #[must_use]
    pub fn window_in_words(&self) -> String {
        let seconds = self.window.as_secs();
        let (number, unit) = match seconds {
            _ if seconds.is_multiple_of(3600) => (seconds / 3600, "hour"),
            _ if seconds.is_multiple_of(60) => (seconds / 60, "minute"),
            _ => (seconds, "second"),
        };
        format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
    }
}

/// Reads `15m`, `30s`, `2h`, `500ms`.
#[must_use]
pub fn read_duration(text: &str) -> Option<Duration> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: u64 = digits.parse().ok().filter(|number| *number > 0)?;
    match text.strip_prefix(digits)? {
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "m" => number.checked_mul(60).map(Duration::from_secs),
        "h" => number.checked_mul(3600).map(Duration::from_secs),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits() {
        let limit = RateLimit::read("50/15m").unwrap().unwrap();
        assert_eq!((limit.count, limit.window.as_secs()), (50, 900));
        assert_eq!(limit.window_in_words(), "15 minutes");
        assert_eq!(RateLimit::read("1/1h").unwrap().unwrap().window_in_words(), "1 hour");
        assert_eq!(RateLimit::read("off"), Ok(None));
        for bad in ["", "50", "0/1m", "50/15", "50/m", "x/1m", "-1/1m"] {
            assert!(RateLimit::read(bad).is_err(), "{bad}");
        }
    }
}
