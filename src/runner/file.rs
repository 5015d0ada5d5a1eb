//! The file of a payout: its rows judged, and what is known of each. Account numbers stay in memory, for as long as the payout runs.

use std::fmt;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::bulk::{CheckOptions, FileChecker, FileFormat, Row, Summary};
use crate::error::{Error, ErrorCode};
use crate::finding::Verdict;
use crate::json::{Json, Object};
use crate::mask;
use crate::money::Currency;
use crate::payment::hex;
use crate::provider::Provider;

/// How a file is read: the member `file` of a configuration.
#[derive(Clone, Debug)]
pub struct FileSetup(CheckOptions);

/// One row.
pub struct FileRow {
    /// Counted from 1.
    pub number: u64,
    /// What the file calls the payment.
    pub reference: Option<String>,
    /// How much, in the main unit; empty where that cannot be read.
    pub amount: String,
    /// Of which currency; empty where that cannot be read.
    pub currency: String,
    /// Where to, masked.
    pub to: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The codes of its findings, most severe first.
    pub codes: Vec<&'static str>,
    /// What requests are filled with.
    pub known: Object,
}

/// Shows nothing of where the money goes.
impl fmt::Debug for FileRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileRow({}, {:?})", self.number, self.verdict)
    }
}

/// A file.
#[derive(Debug)]
pub struct ReadFile {
    /// Its rows.
    pub rows: Vec<FileRow>,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// Whether it has JSON objects rather than a table.
    pub has_objects: bool,
    /// Totals, and findings about the file.
    pub summary: Summary,
}

/// Fields that say where money goes, the most telling first.
const DESTINATIONS: &[&str] =
    &["vpa", "iban", "accountNumber", "clabe", "cbu", "pixKey", "cci", "address", "phone", "till", "paybill", "card"];

impl FileSetup {
    /// Reads `{currency?, country?, rail?, map?: {name: field}}`.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID` with the member that cannot be read.
    pub fn read(provider: Provider, config: &Json) -> Result<FileSetup, Error> {
        let mut options = CheckOptions::default().with_provider(provider).with_format(FileFormat::Detect);
        let file = config.get("file").cloned().unwrap_or(Json::Null);
        for (name, value) in file.as_object().into_iter().flat_map(Object::iter) {
            let wrong = || Error::new(ErrorCode::ArgumentInvalid, "this cannot be read").in_field(name.to_owned());
            let text = value.as_str().unwrap_or_default();
            match name {
                "currency" => options.currency = Some(Currency::new(text).ok_or_else(wrong)?),
                "country" => options.country = Some(crate::country::Country::new(text).ok_or_else(wrong)?),
                "rail" => options.rail = Some(text.parse().map_err(|_| wrong())?),
                "map" => {
                    for (column, field) in value.as_object().ok_or_else(wrong)?.iter() {
                        if !options.map(column, field.as_str().unwrap_or_default()) {
                            return Err(wrong());
                        }
                    }
                }
                _ => return Err(wrong()),
            }
        }
        Ok(FileSetup(options))
    }
}

/// Reads a file.
///
/// # Errors
/// Where it cannot be read.
pub fn read_file(path: &Path, setup: &FileSetup) -> std::io::Result<ReadFile> {
    let mut input = std::fs::File::open(path)?;
    let mut checker = FileChecker::new(setup.0.clone());
    let (mut hash, mut rows, mut has_objects) = (Sha256::new(), Vec::new(), false);
    let mut chunk = vec![0; 1 << 16];
    loop {
        let length = input.read(&mut chunk)?;
        let Some(piece) = chunk.get(..length).filter(|piece| !piece.is_empty()) else { break };
        hash.update(piece);
        checker.push(piece, &mut |row| {
            has_objects |= row.is_object();
            rows.push(read_row(row));
        });
    }
    let summary = checker.finish(&mut |row| {
        has_objects |= row.is_object();
        rows.push(read_row(row));
    });
    Ok(ReadFile { rows, sha256: hex(&hash.finalize()), has_objects, summary })
}

fn read_row(row: &Row<'_>) -> FileRow {
    let mut known = Object::new();
    for (name, text) in row.normalized() {
        known.insert(name, text);
    }
    let text = |name: &str| known.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let (amount, currency) = (text("amount"), text("currency"));
    let to = DESTINATIONS.iter().map(|name| text(name)).find(|text| !text.is_empty());
    let vpa = text("vpa");
    known.insert("amountDecimal", amount.as_str());
    known.insert("amount", units(&amount, Currency::new(&currency).map_or(2, Currency::decimals)));
    if !vpa.is_empty() {
        known.insert("upiId", vpa);
    }
    known.insert("metadata", Json::Object(row.members()));
    FileRow {
        number: row.number,
        reference: row.reference().map(str::to_owned),
        amount,
        currency,
        to: to.as_deref().map_or_else(String::new, mask::tail),
        verdict: row.verdict,
        codes: row.findings.iter().map(|finding| finding.code().as_str()).collect(),
        known,
    }
}

/// An amount in the currency's smallest units.
fn units(amount: &str, decimals: u8) -> String {
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
    let digits = format!("{whole}{fraction:0<places$}", places = usize::from(decimals));
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() { "0".to_owned() } else { digits.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_counted_in_smallest_units() {
        for (amount, decimals, expected) in
            [("100.00", 2, "10000"), ("0.05", 2, "5"), ("7", 0, "7"), ("1.5", 3, "1500"), ("12", 2, "1200")]
        {
            assert_eq!(units(amount, decimals), expected, "{amount}");
        }
    }
}
