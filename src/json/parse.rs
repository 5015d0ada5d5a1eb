//! JSON text in: strict, bounded, numbers kept as digits.

use std::borrow::Cow;

use super::error::{JsonError, Problem};
use super::{Json, Number, Object, write};

const DEPTH: u8 = 128;
/// Looking for a member given twice takes time by the square of the members.
const MEMBERS: usize = 1000;

pub(super) fn parse(bytes: &[u8]) -> Result<Json, JsonError> {
    parse_text(std::str::from_utf8(bytes).map_err(|_| JsonError(Problem::Encoding))?)
}

pub(super) fn parse_text(text: &str) -> Result<Json, JsonError> {
    let mut parser = Parser { text, at: 0 };
    let value = parser.value(DEPTH).map_err(JsonError)?;
    parser.blanks();
    if parser.at == text.len() { Ok(value) } else { Err(JsonError(Problem::After)) }
}

/// Whether the whole text is one number in the grammar of JSON.
pub(super) fn is_number(text: &str) -> bool {
    let mut parser = Parser { text, at: 0 };
    parser.pass_number() && parser.at == text.len()
}

/// Goes through the text a byte at a time: what has a meaning is ASCII, and all else stands in strings.
struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    /// The next byte; zero at the end, where zero stands for nothing else.
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn skip(&mut self) {
        self.at = self.at.wrapping_add(1);
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.skip();
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        self.at = self.at.wrapping_add(usize::from(found));
        found
    }

    fn unexpected(&self) -> Problem {
        if self.at == self.text.len() { Problem::End } else { Problem::Unexpected }
    }

    fn value(&mut self, depth: u8) -> Result<Json, Problem> {
        self.blanks();
        let depth = depth.checked_sub(1).ok_or(Problem::Deep)?;
        match self.peek() {
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => self.string().map(Json::String),
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            _ => Err(self.unexpected()),
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, Problem> {
        for byte in word.bytes() {
            if !self.eat(byte) {
                return Err(Problem::Unexpected);
            }
        }
        Ok(value)
    }

    fn object(&mut self, depth: u8) -> Result<Json, Problem> {
        self.skip();
        self.blanks();
        if self.eat(b'}') {
            return Ok(Json::Object(Object::new()));
        }
        let mut object = Object::with_capacity(4);
        loop {
            self.blanks();
            if self.peek() != b'"' {
                return Err(self.unexpected());
            }
            let name = self.string()?;
            if object.get(&name).is_some() {
                return Err(Problem::Twice);
            }
            if object.len() >= MEMBERS {
                return Err(Problem::Wide);
            }
            self.blanks();
            if !self.eat(b':') {
                return Err(self.unexpected());
            }
            let value = self.value(depth)?;
            object.0.push((Cow::Owned(name), value));
            if self.ends(b'}')? {
                return Ok(Json::Object(object));
            }
        }
    }

    fn array(&mut self, depth: u8) -> Result<Json, Problem> {
        self.skip();
        let mut items = Vec::new();
        self.blanks();
        if self.eat(b']') {
            return Ok(Json::Array(items));
        }
        loop {
            items.push(self.value(depth)?);
            if self.ends(b']')? {
                return Ok(Json::Array(items));
            }
        }
    }

    /// After an item: whether the closing bracket follows, or a comma.
    fn ends(&mut self, bracket: u8) -> Result<bool, Problem> {
        self.blanks();
        if self.eat(bracket) {
            Ok(true)
        } else if self.eat(b',') {
            Ok(false)
        } else {
            Err(self.unexpected())
        }
    }

    fn number(&mut self) -> Result<Json, Problem> {
        let start = self.at;
        let is_number = self.pass_number();
        let digits = self.text.get(start..self.at).filter(|_| is_number).ok_or(Problem::Number)?;
        Ok(Json::Number(Number(digits.into())))
    }

    /// Passes over a number, and answers whether there was one.
    fn pass_number(&mut self) -> bool {
        self.eat(b'-');
        if !self.eat(b'0') && !self.digits() {
            return false;
        }
        if self.eat(b'.') && !self.digits() {
            return false;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _ = self.eat(b'+') || self.eat(b'-');
            return self.digits();
        }
        true
    }

    /// Passes over digits, and answers whether there was at least one.
    fn digits(&mut self) -> bool {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.skip();
        }
        self.at > start
    }

    fn string(&mut self) -> Result<String, Problem> {
        self.skip();
        let mut text = self.plain().to_owned();
        while !self.eat(b'"') {
            if !self.eat(b'\\') {
                return Err(if self.at == self.text.len() { Problem::End } else { Problem::Control });
            }
            text.push(self.escaped()?);
            text.push_str(self.plain());
        }
        Ok(text)
    }

    /// Passes over what stands in a string as it is.
    fn plain(&mut self) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let plain = rest.get(..write::special(rest.as_bytes()).unwrap_or(rest.len())).unwrap_or_default();
        self.at = self.at.wrapping_add(plain.len());
        plain
    }

    fn escaped(&mut self) -> Result<char, Problem> {
        let special = self.peek();
        if self.at == self.text.len() {
            return Err(Problem::End);
        }
        self.skip();
        Ok(match special {
            b'"' | b'\\' | b'/' => char::from(special),
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => {
                let first = self.hex()?;
                let code = if (0xd800..0xdc00).contains(&first) {
                    if !(self.eat(b'\\') && self.eat(b'u')) {
                        return Err(Problem::Escape);
                    }
                    let second = self.hex()?;
                    if !(0xdc00..0xe000).contains(&second) {
                        return Err(Problem::Escape);
                    }
                    ((first & 0x3ff) << 10 | second & 0x3ff).wrapping_add(0x1_0000)
                } else {
                    first
                };
                char::from_u32(code).ok_or(Problem::Escape)?
            }
            _ => return Err(Problem::Escape),
        })
    }

    fn hex(&mut self) -> Result<u32, Problem> {
        let mut code = 0;
        for _ in 0..4 {
            code = code << 4 | char::from(self.peek()).to_digit(16).ok_or(Problem::Escape)?;
            self.skip();
        }
        Ok(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        parse(text.as_bytes()).ok().map(|json| json.to_string())
    }

    #[test]
    fn keeps_digits_order_and_unicode() {
        let text = r#" { "b" : 1.50 , "a" : [ -0 , 1E+2 , "é\ud83d\ude00\n\/" , true , null ] } "#;
        assert_eq!(read(text).unwrap(), r#"{"b":1.50,"a":[-0,1E+2,"é😀\n/",true,null]}"#);
    }

    #[test]
    fn refuses_what_the_standard_refuses() {
        for text in [
            "",
            " ",
            "{",
            "[1,]",
            "{\"a\":1,}",
            "01",
            "1.",
            ".5",
            "+1",
            "-",
            "1e",
            "NaN",
            "nul",
            "'a'",
            "\"\t\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\ud800\"",
            "\"\\udc00\"",
            "\"\\ud800\\u0041\"",
            "\"a",
            "1 2",
            "[1 2]",
            "{a:1}",
            "{\"a\" 1}",
            "\u{feff}1",
            "\"\\u+123\"",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(parse(b"\"\xff\"").is_err());
    }

    #[test]
    fn refuses_a_member_given_twice_and_deep_nesting() {
        assert_eq!(read(r#"{"a":1,"a":2}"#), None);
        assert!(read(&"[".repeat(100_000)).is_none());
        assert!(read(&format!("{}{}", "[".repeat(120), "]".repeat(120))).is_some());
    }
}
