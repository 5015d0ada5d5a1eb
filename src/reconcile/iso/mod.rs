//! Statements of banks in XML: camt.052, camt.053, camt.054 and pain.002, in whichever version and namespace.
//!
//! The text is read as it arrives. Of a file there is one piece and one entry in memory. There are no entities but those of
//! XML itself, and a file with a document type is not read.

mod camt;
mod pain002;
mod xml;

use self::camt::Camt;
use self::pain002::Pain002;
use self::xml::{Part, Parts};
use super::found::Found;
use super::lines::Channel;
use super::problem::Problem;

/// Reads one file.
#[derive(Default)]
pub(super) struct Iso {
    parts: Parts,
    message: Option<Message>,
    channel: Option<Channel>,
    has_ended: bool,
}

enum Message {
    Camt(Box<Camt>),
    Pain002(Box<Pain002>),
}

impl Iso {
    /// What the file is, once that is known.
    pub(super) fn channel(&self) -> Channel {
        self.channel.unwrap_or(Channel::Camt053)
    }

    pub(super) fn push(&mut self, bytes: &[u8], found: &mut Found<'_>) {
        self.take(bytes, false, found);
    }

    pub(super) fn finish(mut self, found: &mut Found<'_>) {
        self.take(b"", true, found);
        if !self.has_ended && self.message.is_none() {
            found.say(0, Problem::Message);
        }
    }

    fn take(&mut self, bytes: &[u8], is_last: bool, found: &mut Found<'_>) {
        if self.has_ended {
            return;
        }
        let (message, channel) = (&mut self.message, &mut self.channel);
        let done = self.parts.push(bytes, is_last, &mut |part, line| match (&mut *message, part) {
            (None, Part::Open(name)) => {
                *message = begin(name);
                *channel = channel.or(of_root(name));
            }
            (None, _) => {}
            (Some(Message::Camt(camt)), part) => camt.take(&part, line, found),
            (Some(Message::Pain002(pain)), part) => pain.take(&part, line, found),
        });
        if let Err(problem) = done {
            self.has_ended = true;
            found.say(0, problem);
        }
    }
}

/// The message that an element is, by its name: in old versions the name of the version itself.
fn of_root(name: &str) -> Option<Channel> {
    let known = [
        ("BkToCstmrAcctRpt", "camt.052.", Channel::Camt052),
        ("BkToCstmrStmt", "camt.053.", Channel::Camt053),
        ("BkToCstmrDbtCdtNtfctn", "camt.054.", Channel::Camt054),
        ("CstmrPmtStsRpt", "pain.002.", Channel::Pain002),
    ];
    known
        .iter()
        .find(|(root, old, _)| {
            name == *root || name.starts_with(old) || name.strip_prefix(root).is_some_and(|v| v.starts_with('V'))
        })
        .map(|(.., channel)| *channel)
}

fn begin(name: &str) -> Option<Message> {
    of_root(name).map(|channel| match channel {
        Channel::Pain002 => Message::Pain002(Box::default()),
        _ => Message::Camt(Box::default()),
    })
}
