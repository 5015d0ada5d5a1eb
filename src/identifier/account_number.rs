//! Account numbers without a checksum of their own: whatever a bank prints.

use super::clean::{self, Separators, since};
use super::fault::{Fault, Reading, noted};
use super::repair::{looks_like, misleading_point, passes_luhn};
use super::spec::{Spec, as_is, identifier, no_parts};
use super::{Kind, Rules};
use crate::code::Code;
use crate::mask;

identifier! {
    /// An account number: up to 34 letters and digits, not all of them zero.
    ///
    /// How many there must be, and whether they must be digits, depends on the corridor.
    ///
    /// ```
    /// use offramp_core::identifier::AccountNumber;
    ///
    /// let account: AccountNumber = "1234 5678 90".parse()?;
    /// assert_eq!(account.as_str(), "1234567890");
    /// assert_eq!(format!("{account:?}"), "AccountNumber(****7890)");
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    AccountNumber
}

pub(super) static SPEC: Spec = Spec {
    title: "account number",
    read,
    format: as_is,
    mask: mask::tail,
    parts: no_parts,
    #[cfg(not(target_arch = "wasm32"))]
    part_names: &[],
    pattern: "^[A-Z0-9]{1,34}$",
    example: "1234567890",
    digits: None,
    has_checksum: false,
};

const SEPARATORS: Separators = Separators(b"-./");

fn read(text: &str, _: Rules, out: &mut String) -> Reading {
    let start = out.len();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        out.push_str(text);
    } else {
        if let Some(fault) = misleading_point(text) {
            return Err(fault);
        }
        clean::capitals(text, SEPARATORS, out)?;
    }
    let account = since(out, start);
    match account.len() {
        0 => return Err(Fault::new(Code::ValueEmpty)),
        1..=34 => {}
        length => return Err(Fault::length(Code::TooLong, 34, length)),
    }
    if account.iter().all(|&byte| byte == b'0') {
        return Err(Fault::new(Code::AllZeros));
    }
    if account.first().is_some_and(u8::is_ascii_uppercase)
        && let Some(code @ (Code::LooksLikeIban | Code::LooksLikeIfsc | Code::LooksLikeTronAddress)) =
            looks_like(Kind::AccountNumber, text)
                .or_else(|| looks_like(Kind::AccountNumber, out.get(start..).unwrap_or_default()))
    {
        return Err(Fault::new(code));
    }
    if account.len() <= 15 || !account.iter().all(u8::is_ascii_digit) {
        return Ok(());
    }
    noted(account.iter().skip(15).all(|&byte| byte == b'0'), Code::SpreadsheetPrecision)?;
    noted(account.len() == 16 && passes_luhn(account), Code::LooksLikeCardNumber)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_do_not_hide_what_it_looks_like() {
        let code = |text| read(text, Rules::default(), &mut String::new()).map_err(Fault::code);
        assert_eq!(code("SBIN.0001234"), Err(Code::LooksLikeIfsc));
        assert_eq!(code("DE89.3704.0044.0532.0130.00"), Err(Code::LooksLikeIban));
        assert_eq!(code("12.34.56.789"), Ok(()));
    }
}
