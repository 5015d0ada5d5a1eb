//! JSON text in: strict, bounded, numbers kept as digits.

use std::borrow::Cow;

use super::{Json, Number, Object, write};
use crate::error::{Error, ErrorCode};
use crate::identifier::is_blank;

const DEPTH: u8 = 128;
/// Looking for a member given twice takes time by the square of the members.
const MEMBERS: usize = 1000;

/// Why text is not JSON.
#[derive(Clone, Copy)]
enum Problem {
    Encoding,
    End,
    Unexpected,
    Number,
    Escape,
    Control,
    Twice,
    Deep,
    Wide,
    After,
}

impl Problem {
    const fn message(self) -> &'static str {
        match self {
            Problem::Encoding => "the text is not UTF-8",
            Problem::End => "the text ends too early",
            Problem::Unexpected => "a character stands where it cannot",
            Problem::Number => "a number is malformed",
            Problem::Escape => "an escape in a string is malformed",
            Problem::Control => "a control character stands in a string",
            Problem::Twice => "a member is given twice",
            Problem::Deep => "the nesting is too deep",
            Problem::Wide => "an object has too many members",
            Problem::After => "there is text after the value",
        }
    }
}

pub(super) fn parse(bytes: &[u8]) -> Result<Json, Error> {
    let whole = std::str::from_utf8(bytes).map_err(|_| Problem::Encoding);
    whole
        .and_then(|text| {
            let mut parser = Parser { rest: text };
            let value = parser.value(DEPTH)?;
            parser.blanks();
            if parser.rest.is_empty() { Ok(value) } else { Err(Problem::After) }
        })
        .map_err(|problem| Error::new(ErrorCode::JsonInvalid, problem.message()))
}

/// Whether the whole text is one number in the grammar of JSON.
pub(super) fn is_number(text: &str) -> bool {
    number_length(text) == Some(text.len())
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn blanks(&mut self) {
        #[cfg(feature = "http")]
        if self.rest.as_bytes().first().is_some_and(|&byte| byte > b' ') {
            return;
        }
        self.rest = self.rest.trim_start_matches(is_blank);
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest.strip_prefix(token);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn value(&mut self, depth: u8) -> Result<Json, Problem> {
        self.blanks();
        let depth = depth.checked_sub(1).ok_or(Problem::Deep)?;
        match self.rest.bytes().next().ok_or(Problem::End)? {
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => self.string().map(Json::String),
            b'-' | b'0'..=b'9' => self.number(),
            _ if self.eat("true") => Ok(Json::Bool(true)),
            _ if self.eat("false") => Ok(Json::Bool(false)),
            _ if self.eat("null") => Ok(Json::Null),
            _ => Err(Problem::Unexpected),
        }
    }

    fn object(&mut self, depth: u8) -> Result<Json, Problem> {
        self.eat("{");
        let mut object = Object::new();
        self.blanks();
        if self.eat("}") {
            return Ok(Json::Object(object));
        }
        loop {
            self.blanks();
            if !self.rest.starts_with('"') {
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
            if !self.eat(":") {
                return Err(self.unexpected());
            }
            let value = self.value(depth)?;
            object.0.push((Cow::Owned(name), value));
            if self.ends("}")? {
                return Ok(Json::Object(object));
            }
        }
    }

    fn array(&mut self, depth: u8) -> Result<Json, Problem> {
        self.eat("[");
        let mut items = Vec::new();
        self.blanks();
        if self.eat("]") {
            return Ok(Json::Array(items));
        }
        loop {
            items.push(self.value(depth)?);
            if self.ends("]")? {
                return Ok(Json::Array(items));
            }
        }
    }

    /// After an item: whether the closing bracket follows, or a comma.
    fn ends(&mut self, bracket: &str) -> Result<bool, Problem> {
        self.blanks();
        if self.eat(bracket) {
            Ok(true)
        } else if self.eat(",") {
            Ok(false)
        } else {
            Err(self.unexpected())
        }
    }

    const fn unexpected(&self) -> Problem {
        if self.rest.is_empty() { Problem::End } else { Problem::Unexpected }
    }

    fn number(&mut self) -> Result<Json, Problem> {
        let length = number_length(self.rest).ok_or(Problem::Number)?;
        let (digits, rest) = self.rest.split_at_checked(length).ok_or(Problem::Number)?;
        self.rest = rest;
        Ok(Json::Number(Number(digits.into())))
    }

    fn string(&mut self) -> Result<String, Problem> {
        self.eat("\"");
        let mut text = String::new();
        loop {
            let at = write::special(self.rest.as_bytes()).ok_or(Problem::End)?;
            let (plain, rest) = self.rest.split_at_checked(at).ok_or(Problem::End)?;
            text.push_str(plain);
            self.rest = rest;
            if self.eat("\"") {
                return Ok(text);
            }
            if !self.eat("\\") {
                return Err(Problem::Control);
            }
            text.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Result<char, Problem> {
        let mut chars = self.rest.chars();
        let special = chars.next().ok_or(Problem::End)?;
        self.rest = chars.as_str();
        Ok(match special {
            '"' | '\\' | '/' => special,
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => {
                let first = self.hex()?;
                if (0xd800..0xdc00).contains(&first) {
                    if !self.eat("\\u") {
                        return Err(Problem::Escape);
                    }
                    let second = self.hex()?;
                    if !(0xdc00..0xe000).contains(&second) {
                        return Err(Problem::Escape);
                    }
                    let code = (first & 0x3ff) << 10 | second & 0x3ff;
                    char::from_u32(code.wrapping_add(0x1_0000)).ok_or(Problem::Escape)?
                } else {
                    char::from_u32(first).ok_or(Problem::Escape)?
                }
            }
            _ => return Err(Problem::Escape),
        })
    }

    fn hex(&mut self) -> Result<u32, Problem> {
        let digits = self.rest.get(..4).ok_or(Problem::Escape)?;
        let mut code = 0;
        for digit in digits.chars() {
            code = code << 4 | digit.to_digit(16).ok_or(Problem::Escape)?;
        }
        self.rest = self.rest.get(4..).unwrap_or_default();
        Ok(code)
    }
}

/// How many bytes at the front are a number.
fn number_length(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('-').unwrap_or(text);
    let mut rest = match rest.strip_prefix('0') {
        Some(rest) => rest,
        None => digits(rest)?,
    };
    if let Some(decimals) = rest.strip_prefix('.') {
        rest = digits(decimals)?;
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        rest = digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))?;
    }
    text.len().checked_sub(rest.len())
}

/// What follows one or more digits.
fn digits(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < text.len()).then_some(rest)
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
