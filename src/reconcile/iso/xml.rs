//! Elements and texts as the bytes arrive.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::reconcile::problem::Problem;

/// What comes next.
pub(super) enum Part<'a> {
    /// An element begins; its name is without a prefix.
    Open(&'a str),
    /// An element ends, with its text and its currency.
    Close { name: &'a str, text: &'a str, currency: &'a str },
}

/// Reads XML in pieces.
#[derive(Default)]
pub(super) struct Parts {
    buffer: Vec<u8>,
    /// The elements that are open.
    open: Vec<String>,
    text: String,
    currency: String,
    is_latin: bool,
    has_begun: bool,
    has_root: bool,
    line: u64,
}

/// How much may stand without an end: no value of a bank's message is as long.
const MOST: usize = 1 << 20;
/// How deep elements may stand in one another.
const DEEPEST: usize = 64;

impl Parts {
    /// Takes the next bytes, and hands over what is there as a whole with the line that it stands at.
    pub(super) fn push(
        &mut self,
        bytes: &[u8],
        is_last: bool,
        each: &mut dyn FnMut(Part<'_>, u64),
    ) -> Result<(), Problem> {
        self.buffer.extend_from_slice(bytes);
        if !self.has_begun {
            if self.buffer.len() < 64 && !is_last {
                return Ok(());
            }
            self.begin()?;
        }
        let buffer = std::mem::take(&mut self.buffer);
        let end = buffer.iter().rposition(|byte| *byte == b'>').map_or(0, |end| end.saturating_add(1));
        let whole = buffer.get(..end).unwrap_or_default();
        let (text, is_whole) = self.decoded(whole);
        let read = self.read(&text, is_last && is_whole, each)?;
        if !is_whole {
            // what stands before was read, however the bytes came
            return Err(Problem::Encoding);
        }
        let is_same = matches!(text, Cow::Borrowed(_));
        let read = if is_same { read } else { text.get(..read).unwrap_or_default().chars().count() };
        let rest = buffer.get(read..).unwrap_or_default();
        self.line = self.line.saturating_add(lines(buffer.get(..read).unwrap_or_default()));
        if rest.len() > MOST {
            return Err(Problem::Xml);
        }
        if is_last && (!self.open.is_empty() || !self.has_root || !rest.trim_ascii().is_empty()) {
            return Err(Problem::Xml);
        }
        self.buffer = rest.to_vec();
        Ok(())
    }

    /// Looks at the first bytes: what encoding they say.
    fn begin(&mut self) -> Result<(), Problem> {
        self.has_begun = true;
        self.line = 1;
        if self.buffer.starts_with("\u{feff}".as_bytes()) {
            self.buffer.drain(..3);
        }
        let blank = self.buffer.len().saturating_sub(self.buffer.trim_ascii_start().len());
        self.buffer.drain(..blank);
        let end = self.buffer.iter().position(|byte| *byte == b'>').unwrap_or(self.buffer.len());
        let first = String::from_utf8_lossy(self.buffer.get(..end).unwrap_or_default()).to_lowercase();
        let Some((_, said)) = first.split_once("encoding").filter(|_| first.starts_with("<?xml")) else {
            return Ok(());
        };
        let name = said.trim_start_matches(['=', ' ', '"', '\'']).split(['"', '\'', '?']).next().unwrap_or_default();
        match name.trim() {
            "utf-8" | "utf8" | "us-ascii" | "ascii" => {}
            "iso-8859-1" | "windows-1252" | "latin1" => self.is_latin = true,
            _ => return Err(Problem::Encoding),
        }
        Ok(())
    }

    /// The text, as far as it is one; and whether all of it is.
    fn decoded<'a>(&self, bytes: &'a [u8]) -> (Cow<'a, str>, bool) {
        if self.is_latin && !bytes.is_ascii() {
            return (bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into(), true);
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => (text.into(), true),
            Err(error) => {
                let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
                (std::str::from_utf8(valid).unwrap_or_default().into(), false)
            }
        }
    }

    /// How many bytes were read as whole parts.
    fn read(&mut self, text: &str, is_last: bool, each: &mut dyn FnMut(Part<'_>, u64)) -> Result<usize, Problem> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        let (mut done, mut line, mut counted) = (0, self.line, 0);
        loop {
            let event = reader.read_event();
            match event {
                Ok(Event::Eof) => break,
                // what began in this piece may end in the next
                Err(_) if !is_last => break,
                Err(_) => return Err(Problem::Xml),
                Ok(event) => {
                    line = line.saturating_add(lines(text.as_bytes().get(counted..done).unwrap_or_default()));
                    counted = done;
                    self.event(event, line, each)?;
                }
            }
            done = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        }
        Ok(done)
    }

    fn event(&mut self, event: Event<'_>, line: u64, each: &mut dyn FnMut(Part<'_>, u64)) -> Result<(), Problem> {
        match event {
            Event::Start(start) => self.open(&start, line, each)?,
            Event::Empty(start) => {
                self.open(&start, line, each)?;
                self.close(line, each);
            }
            Event::End(end) => {
                let name = end.name();
                if self.open.last().map(String::as_str) != Some(local(name.as_ref())) {
                    return Err(Problem::Xml);
                }
                self.close(line, each);
            }
            Event::Text(text) => self.add(&text)?,
            Event::CData(text) => self.add(&text)?,
            Event::GeneralRef(name) => {
                let named = match name.as_ref() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => name.resolve_char_ref().ok().flatten(),
                };
                self.text.push(named.ok_or(Problem::Xml)?);
            }
            Event::DocType(_) => return Err(Problem::Doctype),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn add(&mut self, text: &str) -> Result<(), Problem> {
        if self.open.is_empty() && !text.trim().is_empty() || self.text.len().saturating_add(text.len()) > MOST {
            return Err(Problem::Xml);
        }
        self.text.push_str(text);
        Ok(())
    }

    fn open(&mut self, start: &BytesStart<'_>, line: u64, each: &mut dyn FnMut(Part<'_>, u64)) -> Result<(), Problem> {
        if self.open.len() >= DEEPEST || self.open.is_empty() && self.has_root {
            return Err(Problem::Xml);
        }
        self.has_root = true;
        let name = start.name();
        let name = local(name.as_ref()).to_owned();
        self.text.clear();
        self.currency.clear();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| Problem::Xml)?;
            if attribute.key.as_ref() == "Ccy" {
                self.currency = attribute.value.to_string();
            }
        }
        each(Part::Open(&name), line);
        self.open.push(name);
        Ok(())
    }

    fn close(&mut self, line: u64, each: &mut dyn FnMut(Part<'_>, u64)) {
        if let Some(name) = self.open.pop() {
            each(Part::Close { name: &name, text: self.text.trim(), currency: &self.currency }, line);
        }
        self.text.clear();
        self.currency.clear();
    }
}

/// The name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn lines(bytes: &[u8]) -> u64 {
    bytes.split(|byte| *byte == b'\n').skip(1).fold(0, |count, _| u64::saturating_add(count, 1))
}
