//! Points in time, given by the caller: the core reads no clock.

use std::fmt;
use std::str::FromStr;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::error::{Error, ErrorCode};

/// A point in time.
///
/// ```
/// use offramp_core::Timestamp;
///
/// let now: Timestamp = "2024-06-09T07:00:00Z".parse()?;
/// assert_eq!(now.unix_seconds(), 1_717_916_400);
/// # Ok::<(), offramp_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(OffsetDateTime);

impl Timestamp {
    /// The point so many seconds after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// `TIME_INVALID` outside the years -9999 to 9999.
    pub fn from_unix_seconds(seconds: i64) -> Result<Timestamp, Error> {
        OffsetDateTime::from_unix_timestamp(seconds).map(Timestamp).map_err(|_| invalid())
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.0.unix_timestamp()
    }
}

impl FromStr for Timestamp {
    type Err = Error;

    /// Reads RFC 3339, such as `2024-06-09T07:00:00Z`.
    ///
    /// # Errors
    /// `TIME_INVALID` for anything else.
    fn from_str(text: &str) -> Result<Timestamp, Error> {
        OffsetDateTime::parse(text, &Rfc3339).map(Timestamp).map_err(|_| invalid())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.format(&Rfc3339).map_err(|_| fmt::Error)?)
    }
}

fn invalid() -> Error {
    Error::new(ErrorCode::TimeInvalid, "a time in the form of RFC 3339 is needed, such as 2024-06-09T07:00:00Z")
        .in_field("now")
}
