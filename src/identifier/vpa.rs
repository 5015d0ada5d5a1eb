//! UPI addresses, also called virtual payment addresses (NPCI).

use super::issue::{Issue, ReadResult, noted};
use super::placeholder::is_placeholder;
use super::spec::{Parts, Spec, as_is, identifier};
use super::{Rules, ifsc};
use crate::characters::trim;
use crate::code::Code;
use crate::pattern::Pattern;
use crate::tables;
use crate::text;

identifier! {
    /// A name of at least three characters, `@`, and the handle of an app or bank.
    ///
    /// ```
    /// use offramp_core::identifier::Vpa;
    ///
    /// let vpa: Vpa = "User.Name@OkAxis".parse()?;
    /// assert_eq!(vpa.as_str(), "user.name@okaxis");
    /// assert_eq!(vpa.masked(), "us****@okaxis");
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    Vpa
}

impl Vpa {
    /// What stands before the `@`.
    #[must_use]
    pub fn name(&self) -> &str {
        text::split(&self.0, b'@').map_or("", |(name, _)| name)
    }

    /// What stands after the `@`.
    #[must_use]
    pub fn handle(&self) -> &str {
        text::split(&self.0, b'@').map_or("", |(_, handle)| handle)
    }
}

pub(super) static SPEC: Spec = Spec {
    title: "UPI address (VPA)",
    read,
    format: as_is,
    mask: |text| {
        let vpa = Vpa(text.into());
        text::join(&[vpa.name().get(..2).unwrap_or_default(), "****@", vpa.handle()], "")
    },
    parts,
    #[cfg(not(target_arch = "wasm32"))]
    part_names: &[("name", "what stands before the @"), ("handle", "what stands after the @")],
    pattern: "^[a-z0-9][a-z0-9._-]{2,}@([a-z][a-z0-9]{2,19}|[a-z]{4}0[a-z0-9]{6}\\.ifsc\\.npci|(mobile|aadhaar|rupay)\\.npci)$",
    example: "user@okaxis",
    digits: None,
    has_checksum: false,
};

/// The longest address that NPCI's specification allows.
const MAX: usize = 255;

/// The rule of Rahat's document, as its code has it.
static DOCUMENT: Pattern = Pattern::new("^[a-zA-Z0-9._-]+@[a-zA-Z0-9.-]+$");

fn read(text: &str, rules: Rules, out: &mut String) -> ReadResult {
    let text = trim(text);
    if text.is_empty() {
        return Err(Issue::new(Code::ValueEmpty));
    }
    let note = match check(text) {
        Ok((_, handle)) if !is_known(handle) => noted(true, Code::VpaHandleUnknown),
        // a program that had no name writes such an address, and it may be somebody's
        Ok((name, _)) => noted(is_placeholder(name), Code::NameUnusual),
        Err(issue) => match of_clearing_house(text) {
            Some(note) => note,
            None if rules.is_compat() && DOCUMENT.is_match(text) => {
                out.push_str(text);
                return Err(Issue::new(Code::VpaLoose));
            }
            None => return Err(issue),
        },
    };
    let start = out.len();
    out.push_str(text);
    if let Some(written) = out.get_mut(start..) {
        written.make_ascii_lowercase();
    }
    note
}

/// The findings of an address that NPCI itself resolves (its specification of UPI): an account number and its
/// bank's IFSC, `12345@SBIN0001234.ifsc.npci`, or the number of a phone, of Aadhaar or of a `RuPay` card.
#[cold]
fn of_clearing_house(text: &str) -> Option<ReadResult> {
    let (name, handle) = text::split(text, b'@')?;
    let handle = handle.to_ascii_lowercase();
    let way = handle.strip_suffix(".npci")?;
    let fits = name.len() >= 3
        && text.len() <= MAX
        && name.bytes().all(|byte| class(byte) & NAME != 0)
        && name.bytes().next().is_some_and(|byte| class(byte) & NAME_START != 0);
    if !fits {
        return None;
    }
    if text::contains_word("mobile aadhaar rupay", way) {
        return Some(noted(true, Code::VpaHandleUnknown));
    }
    let ifsc = way.strip_suffix(".ifsc").filter(|ifsc| ifsc.len() == 11)?;
    let reading = (ifsc::SPEC.read)(ifsc, Rules::default(), &mut String::new());
    reading.err().is_none_or(Issue::is_note).then_some(reading)
}

const NAME: u8 = 1;
const NAME_START: u8 = 2;
const HANDLE: u8 = 4;
const HANDLE_START: u8 = 8;

/// Which places each byte can stand in.
static CLASSES: [u8; 256] = made::classes();

fn class(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or_default()
}

/// The strict rule; answers the name and the handle.
fn check(text: &str) -> Result<(&str, &str), Issue> {
    let bytes = text.as_bytes();
    let name = bytes.iter().position(|&byte| class(byte) & NAME == 0).unwrap_or(bytes.len());
    let Some((b"@", handle)) = bytes.get(name..).and_then(|rest| rest.split_at_checked(1)) else {
        return Err(unlike(text));
    };
    let fits = name >= 3
        && bytes.first().is_some_and(|&byte| class(byte) & NAME_START != 0)
        && handle.first().is_some_and(|&byte| class(byte) & HANDLE_START != 0)
        && matches!(handle.len(), 3..=20)
        && handle.iter().all(|&byte| class(byte) & HANDLE != 0);
    if !fits {
        return Err(unlike(text));
    }
    if text.len() > MAX {
        return Err(Issue::length(Code::TooLong, MAX, text.len()));
    }
    Ok((text.get(..name).unwrap_or_default(), text.get(name.wrapping_add(1)..).unwrap_or_default()))
}

/// Names the usual confusions.
#[cold]
fn unlike(text: &str) -> Issue {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let phone = matches!(digits, 8..=15) && text.bytes().all(|byte| byte.is_ascii_digit() || b"+-() ".contains(&byte));
    let domain = text::split(text, b'@').map_or("", |(_, domain)| domain);
    let mail = text::split(domain, b'.').is_some_and(|(label, rest)| !label.is_empty() && !rest.is_empty())
        && !is_clearing_house(domain);
    Issue::new(match (phone, mail) {
        (true, _) => Code::VpaIsPhoneNumber,
        (_, true) => Code::LooksLikeEmail,
        _ => Code::VpaStructure,
    })
}

/// Whether it is the part behind the `@` of an address that NPCI itself resolves. No mail goes there.
pub(super) fn is_clearing_house(domain: &str) -> bool {
    domain.len() > 5
        && domain.as_bytes().iter().rev().zip(b"icpn.").all(|(byte, wanted)| byte.eq_ignore_ascii_case(wanted))
}

fn is_known(handle: &str) -> bool {
    if handle.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return is_known(&handle.to_ascii_lowercase());
    }
    let letter = usize::from(handle.as_bytes().first().map_or(0, |first| first.wrapping_sub(b'a')));
    let (Some(from), Some(to)) = (STARTS.get(letter), STARTS.get(letter.wrapping_add(1))) else {
        return false;
    };
    text::contains_word(tables::UPI_HANDLES.get(usize::from(*from)..usize::from(*to)).unwrap_or_default(), handle)
}

/// Where the handles of each letter begin in the table, and where it ends.
static STARTS: [u16; 27] = made::starts();

fn parts(text: &str, parts: &mut Parts) {
    let vpa = Vpa(text.into());
    parts.add("name", Some(vpa.name()));
    parts.add("handle", Some(vpa.handle()));
}

/// What is made of the characters and of the list of handles.
mod made {
    #![expect(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        reason = "runs while compiling, where a mistake is a compile error"
    )]

    use super::{HANDLE, HANDLE_START, NAME, NAME_START, tables};

    pub(super) const fn classes() -> [u8; 256] {
        let mut classes = [0; 256];
        let mut byte = 0_usize;
        while byte < 256 {
            classes[byte] = match byte as u8 {
                b'a'..=b'z' | b'A'..=b'Z' => NAME | NAME_START | HANDLE | HANDLE_START,
                b'0'..=b'9' => NAME | NAME_START | HANDLE,
                b'.' | b'_' | b'-' => NAME,
                _ => 0,
            };
            byte += 1;
        }
        classes
    }

    pub(super) const fn starts() -> [u16; 27] {
        let handles = tables::UPI_HANDLES.as_bytes();
        let (mut starts, mut letter, mut at) = ([0; 27], 0, 0);
        while letter < 27 {
            // handles are sorted, and a blank stands before each but the first
            while at < handles.len() && ((at > 0 && handles[at - 1] != b' ') || handles[at] < b'a' + letter as u8) {
                at += 1;
            }
            starts[letter] = at as u16;
            letter += 1;
        }
        starts
    }
}
