//! Reads a ledger or a statement as its bytes arrive. The first of them say which format it is in.

use std::fmt;

use sha2::{Digest, Sha256};

use super::columns::{self, Role};
use super::found::Found;
#[cfg(feature = "iso20022")]
use super::iso::Iso;
use super::lines::{Channel, Lines};
use super::nacha::Nacha;
use super::problem::{LineFinding, Problem};
use super::provider::ProviderLines;
use super::table::{Outgoing, TableLines};
use crate::bulk::{TableEvent, TableReader};
use crate::code::{Code, Severity};
use crate::finding::Finding;
use crate::money::Currency;
use crate::provider::Provider;

/// A ledger or a statement that was read. `Debug` shows none of its lines.
#[derive(Debug)]
pub struct Statement {
    pub(super) name: String,
    pub(super) channel: Channel,
    pub(super) lines: Lines,
    pub(super) findings: Vec<LineFinding>,
    pub(super) skipped: u64,
    pub(super) hash: [u8; 32],
}

impl Statement {
    /// The name that it was given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        self.channel
    }

    /// How many lines it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.all.len()
    }

    /// Whether it has none; then a finding says so.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.all.is_empty()
    }

    /// What is wrong with the file and its lines, in their order; of findings about lines the first hundred.
    #[must_use]
    pub fn findings(&self) -> &[LineFinding] {
        &self.findings
    }

    /// How many findings about lines there are besides those.
    #[must_use]
    pub const fn further_findings(&self) -> u64 {
        self.skipped
    }

    /// Adds what whoever unpacked the file found.
    #[cfg(feature = "cli")]
    pub(crate) fn add_findings(&mut self, findings: &[Finding]) {
        self.findings.extend(findings.iter().map(|finding| LineFinding::of(0, finding)));
    }

    /// Whether something in it was not read.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|one| one.severity == Severity::Error)
    }
}

/// Reads one file.
pub struct StatementReader {
    statement: Statement,
    format: Format,
    first: Vec<u8>,
    sha256: Sha256,
    is_ledger: bool,
    provider: Option<Provider>,
    currency: Option<Currency>,
    outgoing: Outgoing,
    roles: Vec<(String, Role)>,
    map: Vec<(String, String)>,
}

enum Format {
    First,
    Table(Box<TableReader>, TableLines),
    Provider(Box<TableReader>, ProviderLines),
    Nacha(Nacha),
    #[cfg(feature = "iso20022")]
    Iso(Box<Iso>),
    #[cfg(not(feature = "iso20022"))]
    Refused,
}

/// Shows nothing of the file.
impl fmt::Debug for StatementReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StatementReader({})", self.statement.lines.all.len())
    }
}

/// How many bytes tell what a file is.
const ENOUGH: usize = 512;

impl StatementReader {
    /// A reader that has seen nothing of a file of this name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> StatementReader {
        let statement = Statement {
            name: name.into(),
            channel: Channel::Table,
            lines: Lines::default(),
            findings: Vec::new(),
            skipped: 0,
            hash: [0; 32],
        };
        StatementReader {
            statement,
            format: Format::First,
            first: Vec::new(),
            sha256: Sha256::new(),
            is_ledger: false,
            provider: None,
            currency: None,
            outgoing: Outgoing::Told,
            roles: Vec::new(),
            map: Vec::new(),
        }
    }

    /// Reads it as a ledger: signs say nothing, and a word for a result that is not known is no "pending".
    #[must_use]
    pub const fn as_ledger(mut self) -> StatementReader {
        self.is_ledger = true;
        self
    }

    /// Takes JSON objects for records of this provider.
    #[must_use]
    pub const fn with_provider(mut self, provider: Provider) -> StatementReader {
        self.provider = Some(provider);
        self
    }

    /// The currency of lines that name none.
    #[must_use]
    pub const fn with_currency(mut self, currency: Currency) -> StatementReader {
        self.currency = Some(currency);
        self
    }

    /// Which amounts of a table went out.
    #[must_use]
    pub const fn with_outgoing(mut self, outgoing: Outgoing) -> StatementReader {
        self.outgoing = outgoing;
        self
    }

    /// Says what a column of a table means: a column of files of payments, or `status`, `code`, `date`, `debit`, `credit`,
    /// `direction`, `text`, `bankReference`. Whether there is such a meaning.
    pub fn map(&mut self, name: &str, meaning: &str) -> bool {
        if let Some(role) = Role::named(meaning) {
            self.roles.push((name.trim().to_owned(), role));
            return true;
        }
        let is_known = TableReader::new(std::iter::empty()).map(name, meaning);
        if is_known {
            self.map.push((name.to_owned(), meaning.to_owned()));
        }
        is_known
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        if matches!(self.format, Format::First) {
            self.first.extend_from_slice(bytes);
            if self.first.len() >= ENOUGH {
                self.begin();
            }
            return;
        }
        self.take(bytes);
    }

    fn begin(&mut self) {
        let first = std::mem::take(&mut self.first);
        let text = first.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&first).trim_ascii_start();
        let statement = &mut self.statement;
        self.format = if text.first() == Some(&b'<') {
            #[cfg(feature = "iso20022")]
            {
                Format::Iso(Box::default())
            }
            #[cfg(not(feature = "iso20022"))]
            {
                let finding = Finding::new(Code::FileKind).with_text("kind", "XML");
                statement.findings.push(LineFinding::of(0, &finding));
                Format::Refused
            }
        } else if Nacha::is_one(text) {
            statement.channel = Channel::Nacha;
            Format::Nacha(Nacha::default())
        } else {
            let mut reader = TableReader::new(columns::names());
            for (name, meaning) in &self.map {
                reader.map(name, meaning);
            }
            for (name, _) in &self.roles {
                reader.map(name, "");
            }
            if let Some(provider) = self.provider.filter(|_| matches!(text.first(), Some(b'{' | b'['))) {
                statement.channel = Channel::Provider;
                Format::Provider(Box::new(reader), ProviderLines::new(provider, self.currency))
            } else {
                let lines = TableLines::new(std::mem::take(&mut self.roles), self.currency, self.outgoing);
                Format::Table(Box::new(reader), lines)
            }
        };
        self.take(&first);
    }

    fn take(&mut self, bytes: &[u8]) {
        let is_ledger = self.is_ledger;
        let Statement { lines, findings, skipped, .. } = &mut self.statement;
        let mut found = Found { lines, findings, skipped };
        match &mut self.format {
            Format::Table(reader, table) => reader.push(bytes, &mut |event| read(event, table, is_ledger, &mut found)),
            Format::Provider(reader, records) => reader.push(bytes, &mut |event| records.read(event, &mut found)),
            Format::Nacha(nacha) => nacha.push(bytes, &mut found),
            #[cfg(feature = "iso20022")]
            Format::Iso(iso) => iso.push(bytes, &mut found),
            Format::First => {}
            #[cfg(not(feature = "iso20022"))]
            Format::Refused => {}
        }
    }

    /// Says that no more bytes follow.
    #[must_use]
    pub fn finish(mut self) -> Statement {
        if matches!(self.format, Format::First) {
            self.begin();
        }
        let is_ledger = self.is_ledger;
        #[cfg(feature = "iso20022")]
        if let Format::Iso(iso) = &self.format {
            self.statement.channel = iso.channel();
        }
        let Statement { lines, findings, skipped, .. } = &mut self.statement;
        let mut found = Found { lines, findings, skipped };
        match self.format {
            Format::Table(reader, mut table) => {
                let of_file = reader.finish(&mut |event| read(event, &mut table, is_ledger, &mut found));
                for finding in &of_file {
                    found.tell(LineFinding::of(0, finding));
                }
                if let Some(field) = table.lacks().filter(|_| !found.lines.all.is_empty()) {
                    let finding = Finding::new(Code::ColumnMissing).with_text("field", field);
                    found.tell(LineFinding::of(0, &finding));
                }
                if table.is_open() {
                    found.say(0, Problem::Signs);
                    found.lines.lines_mut().for_each(|line| line.amount = None);
                }
            }
            Format::Provider(reader, mut records) => {
                let of_file = reader.finish(&mut |event| records.read(event, &mut found));
                for finding in &of_file {
                    found.tell(LineFinding::of(0, finding));
                }
            }
            Format::Nacha(nacha) => nacha.finish(&mut found),
            #[cfg(feature = "iso20022")]
            Format::Iso(iso) => iso.finish(&mut found),
            Format::First => {}
            #[cfg(not(feature = "iso20022"))]
            Format::Refused => {}
        }
        if found.lines.all.is_empty() && !found.findings.iter().any(|one| one.severity == Severity::Error) {
            found.say(0, Problem::Empty);
        }
        self.statement.hash = self.sha256.finalize().into();
        self.statement
    }
}

fn read(event: TableEvent<'_>, table: &mut TableLines, is_ledger: bool, found: &mut Found<'_>) {
    match event {
        TableEvent::Row(row) => table.read(&row, is_ledger, found),
        TableEvent::Broken(line, code) => found.code(line, code),
    }
}
