//! Fraction, percent and basis points: three types, because 0.005, 0.5 and 50 are the same share.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::exact::{Exact, power_of_ten};
use crate::error::{Error, ErrorCode};

macro_rules! shares {
    ($($(#[doc = $doc:literal])+ $name:ident $field:literal $shift:literal $whole:literal)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(Decimal);

            impl $name {
                #[doc = concat!("From a number between 0 and ", $whole, ".")]
                #[must_use]
                pub fn new(number: Decimal) -> Option<$name> {
                    let is_share = !number.is_sign_negative() && number <= Decimal::from($whole);
                    is_share.then_some($name(number))
                }

                /// The number.
                #[must_use]
                pub const fn as_decimal(self) -> Decimal {
                    self.0
                }
            }

            impl From<$name> for Rate {
                fn from(share: $name) -> Rate {
                    Rate { number: share.0, unit: Unit::$name }
                }
            }

            impl FromStr for $name {
                type Err = Error;

                /// Reads a plain decimal number.
                ///
                /// # Errors
                #[doc = concat!("`ARGUMENT_INVALID` for everything that is no number between 0 and ", $whole, ".")]
                fn from_str(text: &str) -> Result<$name, Error> {
                    let number = super::amount::plain(text).and_then(|number| $name::new(number.as_decimal()));
                    number.ok_or_else(|| {
                        Error::new(ErrorCode::ArgumentInvalid, concat!("a number between 0 and ", $whole, " is needed"))
                            .in_field($field)
                    })
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.0.fmt(f)
                }
            }
        )+

        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        enum Unit {
            $($name,)+
        }

        impl Unit {
            const fn shift(self) -> u32 {
                match self { $(Unit::$name => $shift,)+ }
            }
        }

        /// The members under which a rate can be given, with the largest number of each.
        pub(crate) const RATE_FIELDS: &[(&str, &str)] = &[$(($field, stringify!($whole))),+];

        impl Rate {
            /// The rate that a number is under the name of a member.
            pub(crate) fn in_field(field: &str, number: Decimal) -> Option<Rate> {
                match field {
                    $($field => $name::new(number).map(Rate::from),)+
                    _ => None,
                }
            }

            /// The member that the rate is given under.
            #[must_use]
            pub const fn field(self) -> &'static str {
                match self.unit { $(Unit::$name => $field,)+ }
            }
        }
    };
}

shares! {
    /// A share as a number between 0 and 1: 0.005 is half a percent.
    ///
    /// ```
    /// use offramp_core::money::{BasisPoints, Fraction, Percent, Rate};
    ///
    /// let (fraction, percent, bps) = ("0.005".parse::<Fraction>()?, "0.5".parse::<Percent>()?, "50".parse::<BasisPoints>()?);
    /// assert!(Rate::from(fraction).is_same_share(percent.into()) && Rate::from(percent).is_same_share(bps.into()));
    /// assert!("2.9".parse::<Fraction>().is_err(), "this was meant to be a percentage");
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    Fraction "fraction" 0 1
    /// A share in hundredths.
    Percent "percent" 2 100
    /// A share in hundredths of a percent.
    BasisPoints "bps" 4 10000
}

/// A share in one of its three spellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rate {
    number: Decimal,
    unit: Unit,
}

impl Rate {
    /// The number in the rate's own unit.
    #[must_use]
    pub const fn number(self) -> Decimal {
        self.number
    }

    /// Whether both are the same share of an amount, whichever way they are spelt.
    #[must_use]
    pub fn is_same_share(self, other: Rate) -> bool {
        let (a, b) = (self.ratio(), other.ratio());
        let least = if a.1 < b.1 { (a, b) } else { (b, a) };
        let ((number, divisor), (other_number, other_divisor)) = least;
        Exact::product(number, other_divisor, divisor) == Some(Exact { whole: other_number, rest: 0, divisor })
    }

    /// Numerator and denominator; the latter is a power of ten.
    pub(crate) fn ratio(self) -> (u128, u128) {
        let number = self.number.normalize();
        let divisor = power_of_ten(number.scale().wrapping_add(self.unit.shift())).unwrap_or(1);
        (number.mantissa().unsigned_abs(), divisor)
    }

    /// The number as text.
    pub(crate) fn text(self) -> String {
        let mut out = String::new();
        super::digits::push_decimal(&mut out, self.number);
        out
    }

    /// Appends the rate as one reads it, such as `2.9%`, `10 bps` or `0.005`.
    pub(crate) fn write(self, out: &mut String) {
        super::digits::push_decimal(out, self.number);
        out.push_str(match self.unit {
            Unit::Fraction => "",
            Unit::Percent => "%",
            Unit::BasisPoints => " bps",
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_exact() {
        let ratio = |field, text: &str| Rate::in_field(field, text.parse().unwrap()).map(Rate::ratio);
        assert_eq!(ratio("percent", "2.90"), Some((29, 1000)));
        assert_eq!(ratio("bps", "10"), Some((10, 10_000)));
        assert_eq!(ratio("fraction", "0.005"), Some((5, 1000)));
        assert_eq!(ratio("fraction", "1.01"), None);
        assert_eq!(ratio("percent", "100.1"), None);
        assert_eq!(ratio("bps", "10001"), None);
        assert_eq!(ratio("fraction", "0.0000000000000000000000000001"), Some((1, 10_u128.pow(28))));
    }
}
