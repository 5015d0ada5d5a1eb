//! Patterns of somebody else, written so that every engine reads them alike, where that can be done.
//!
//! A provider's pattern runs only if it keeps to the common subset: ASCII, classes of ASCII characters, groups,
//! alternation, repetition, `^` and `$`. It has at most 200 bytes, neither look-around nor back-references nor
//! flags, and leaves so little choice that an engine which tries one way after the other does not take long.

/// The longest pattern that is run, in bytes.
const LONGEST: usize = 200;
/// How many characters a repetition without a bound is taken to go over: longer values are not held to patterns.
const UNBOUNDED: u32 = 100;
/// What choosing among a hundred ways counts as; choosing between two counts one.
const HUNDRED: u32 = 4;
/// How much choice a pattern may leave at most: three times a hundred ways, and three times two.
const MOST_CHOICE: u32 = 15;
/// How many characters a pattern may ask for at most, which bounds what engines make of it.
const MOST_SIZE: u32 = 1000;

/// How much choice something leaves, and how many characters it asks for at most.
type Cost = (u32, u32);

/// The pattern as every engine reads it; none where it is not to be run on this text.
pub(super) fn rewrite(source: &str, text: &str) -> Option<String> {
    if source.len() > LONGEST || !source.is_ascii() || text.chars().nth(100).is_some() {
        return None;
    }
    let mut reader = Reader { rest: source.as_bytes(), out: String::new() };
    let (choice, size) = reader.alternatives()?;
    // where it is not tied to the beginning, each place is tried
    let places = if source.starts_with('^') { 0 } else { HUNDRED };
    let is_fit = reader.rest.is_empty() && choice.saturating_add(places) <= MOST_CHOICE && size <= MOST_SIZE;
    is_fit.then_some(reader.out)
}

struct Reader<'a> {
    rest: &'a [u8],
    out: String,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == Some(byte);
        if is_there {
            self.next();
        }
        is_there
    }

    /// To the end, or to a closing bracket.
    fn alternatives(&mut self) -> Option<Cost> {
        let (mut choice, mut size, mut is_choice) = (0_u32, 0_u32, false);
        while let Some(byte) = self.peek().filter(|byte| *byte != b')') {
            self.next();
            if matches!(byte, b'^' | b'$' | b'|') {
                is_choice |= byte == b'|';
                self.out.push(char::from(byte));
                continue;
            }
            let (own_choice, own_size) = self.atom(byte)?;
            let (least, most) = self.times()?;
            let further = match most.saturating_sub(least) {
                0 => 0,
                1 => 1,
                _ => HUNDRED,
            };
            choice = choice.saturating_add(own_choice.saturating_mul(most)).saturating_add(further);
            size = size.saturating_add(own_size.saturating_mul(most));
        }
        Some((choice.saturating_add(if is_choice { HUNDRED } else { 0 }), size))
    }

    /// What begins with this byte.
    fn atom(&mut self, first: u8) -> Option<Cost> {
        match first {
            b'(' => {
                if self.eat(b'?') && !self.eat(b':') {
                    return None;
                }
                self.out.push_str("(?:");
                let cost = self.alternatives()?;
                self.out.push(')');
                return self.eat(b')').then_some(cost);
            }
            b'[' => self.class()?,
            b'.' => self.out.push_str("[^\\n\\r\\u{2028}\\u{2029}]"),
            b'\\' => {
                let one = self.escaped()?;
                match class_of(one) {
                    Some(class) if matches!(one, b'D' | b'W' | b'S') => self.enclose("[^", class),
                    Some(class) => self.enclose("[", class),
                    None => self.literal(one),
                }
            }
            // what must be a literal here is one in some engines alone
            b'*' | b'+' | b'?' | b'{' | b'}' | b']' => return None,
            other => self.literal(other),
        }
        Some((0, 1))
    }

    fn enclose(&mut self, open: &str, class: &str) {
        self.out.push_str(open);
        self.out.push_str(class);
        self.out.push(']');
    }

    /// A character that stands for itself: only letters and digits do so in all engines.
    fn literal(&mut self, byte: u8) {
        if byte.is_ascii_alphanumeric() {
            self.out.push(char::from(byte));
        } else {
            const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
            self.out.push_str("\\x");
            for half in [byte >> 4, byte & 15] {
                self.out.push(DIGITS.get(usize::from(half)).map_or('0', |digit| char::from(*digit)));
            }
        }
    }

    /// After a backslash: a letter that stands for a class, or a character.
    fn escaped(&mut self) -> Option<u8> {
        let byte = self.next()?;
        Some(match byte {
            b'd' | b'w' | b's' | b'D' | b'W' | b'S' => byte,
            b't' => b'\t',
            b'n' => b'\n',
            b'r' => b'\r',
            _ if byte.is_ascii_punctuation() => byte,
            _ => return None,
        })
    }

    /// After an opening square bracket.
    fn class(&mut self) -> Option<()> {
        self.out.push('[');
        if self.eat(b'^') {
            self.out.push('^');
        }
        let mut is_empty = true;
        loop {
            let (is_escaped, first) = match self.next()? {
                b']' if is_empty => return None,
                b']' => break,
                b'\\' => (true, self.escaped()?),
                byte => (false, byte),
            };
            is_empty = false;
            if let Some(class) = class_of(first).filter(|_| is_escaped) {
                // what is left out of a class is no list of characters
                if first.is_ascii_uppercase() || (self.peek() == Some(b'-') && self.rest.get(1) != Some(&b']')) {
                    return None;
                }
                self.out.push_str(class);
                continue;
            }
            self.literal(first);
            if self.peek() == Some(b'-') && self.rest.get(1).is_some_and(|byte| *byte != b']') {
                self.next();
                let last = match self.next()? {
                    b'\\' => self.escaped().filter(|last| class_of(*last).is_none())?,
                    byte => byte,
                };
                if last < first {
                    return None;
                }
                self.out.push('-');
                self.literal(last);
            }
        }
        self.out.push(']');
        Some(())
    }

    /// How often: once, where nothing is said.
    fn times(&mut self) -> Option<(u32, u32)> {
        let start = self.rest;
        let times = match self.peek() {
            Some(b'*') => (0, UNBOUNDED),
            Some(b'+') => (1, UNBOUNDED),
            Some(b'?') => (0, 1),
            Some(b'{') => {
                self.next();
                let least = self.number()?;
                let most = match self.peek()? {
                    b'}' => least,
                    _ if !self.eat(b',') => return None,
                    _ if self.peek() == Some(b'}') => least.max(UNBOUNDED),
                    _ => self.number()?,
                };
                if self.peek() != Some(b'}') || most < least {
                    return None;
                }
                (least, most)
            }
            _ => return Some((1, 1)),
        };
        self.next();
        let used = start.len().saturating_sub(self.rest.len());
        self.out.extend(start.iter().take(used).map(|byte| char::from(*byte)));
        // which of several matches is found does not matter
        self.eat(b'?');
        Some(times)
    }

    /// At most three digits.
    fn number(&mut self) -> Option<u32> {
        let mut number = None;
        for _ in 0..3 {
            let Some(byte) = self.peek().filter(u8::is_ascii_digit) else {
                break;
            };
            self.next();
            number = Some(number.unwrap_or(0_u32).wrapping_mul(10).wrapping_add(u32::from(byte & 15)));
        }
        number
    }
}

/// The characters of a letter after a backslash; of a capital, those that it leaves out.
const fn class_of(letter: u8) -> Option<&'static str> {
    match letter {
        b'd' | b'D' => Some("0-9"),
        b'w' | b'W' => Some("0-9A-Za-z_"),
        b's' | b'S' => Some("\\t\\n\\x0B\\f\\r\\x20"),
        _ => None,
    }
}
