//! Ways to round. Every rounding names its own.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::exact::Exact;
use crate::error::{Error, ErrorCode};

/// How a number between two units becomes one of them.
///
/// ```
/// use offramp_core::money::Rounding;
///
/// assert_eq!("halfEven".parse(), Ok(Rounding::HalfEven));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the nearest unit, and from the middle to the even one.
    HalfEven,
    /// To the nearest unit, and from the middle away from zero.
    HalfUp,
    /// To the nearest unit, and from the middle towards zero.
    HalfDown,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
    /// Towards the larger number.
    Ceiling,
    /// Towards the smaller number.
    Floor,
}

impl Rounding {
    /// Every mode.
    pub const ALL: &'static [Rounding] = &[
        Rounding::HalfEven,
        Rounding::HalfUp,
        Rounding::HalfDown,
        Rounding::Up,
        Rounding::Down,
        Rounding::Ceiling,
        Rounding::Floor,
    ];

    /// The names, for the message that lists them.
    pub(crate) const NAMES: &'static str = "halfEven, halfUp, halfDown, up, down, ceiling, floor";

    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Rounding::HalfEven => "halfEven",
            Rounding::HalfUp => "halfUp",
            Rounding::HalfDown => "halfDown",
            Rounding::Up => "up",
            Rounding::Down => "down",
            Rounding::Ceiling => "ceiling",
            Rounding::Floor => "floor",
        }
    }

    /// The mode in words, in front of what was rounded to.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Rounding::HalfEven => ", rounded half to even to ",
            Rounding::HalfUp => ", rounded half up to ",
            Rounding::HalfDown => ", rounded half down to ",
            Rounding::Up => ", rounded up to ",
            Rounding::Down => ", rounded down to ",
            Rounding::Ceiling => ", rounded to the ceiling, to ",
            Rounding::Floor => ", rounded to the floor, to ",
        }
    }

    pub(crate) fn find(name: &str) -> Option<Rounding> {
        Rounding::ALL.iter().copied().find(|mode| mode.as_str() == name)
    }

    /// The whole units that an exact number, which is zero or more, becomes.
    pub(crate) fn round(self, exact: Exact) -> Option<u128> {
        let is_odd = exact.whole & 1 == 1;
        let is_next = exact.rest != 0
            && match (self, exact.half()) {
                (Rounding::Up | Rounding::Ceiling, _) | (Rounding::HalfUp, Ordering::Equal) => true,
                (Rounding::Down | Rounding::Floor, _) | (Rounding::HalfDown, Ordering::Equal) => false,
                (Rounding::HalfEven, Ordering::Equal) => is_odd,
                (_, side) => side == Ordering::Greater,
            };
        exact.whole.checked_add(u128::from(is_next))
    }
}

impl fmt::Display for Rounding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Rounding {
    type Err = Error;

    /// Reads the name of a mode.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID`.
    fn from_str(name: &str) -> Result<Rounding, Error> {
        Rounding::find(name).ok_or_else(|| {
            Error::new(ErrorCode::ArgumentInvalid, "no rounding mode has this name").in_field("rounding")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_at_every_kind_of_place() {
        // 1.0, 1.4, 1.5, 1.6 and 2.5
        let numbers = [(1, 0), (1, 4), (1, 5), (1, 6), (2, 5)];
        for (mode, expected) in [
            (Rounding::HalfEven, [1, 1, 2, 2, 2]),
            (Rounding::HalfUp, [1, 1, 2, 2, 3]),
            (Rounding::HalfDown, [1, 1, 1, 2, 2]),
            (Rounding::Up, [1, 2, 2, 2, 3]),
            (Rounding::Down, [1, 1, 1, 1, 2]),
            (Rounding::Ceiling, [1, 2, 2, 2, 3]),
            (Rounding::Floor, [1, 1, 1, 1, 2]),
        ] {
            let rounded = numbers.map(|(whole, rest)| mode.round(Exact { whole, rest, divisor: 10 }).unwrap());
            assert_eq!(rounded, expected, "{mode}");
            assert_eq!(mode.as_str().parse(), Ok(mode));
        }
        assert!(Rounding::ALL.iter().map(|mode| mode.as_str()).eq(Rounding::NAMES.split(", ")));
    }
}
