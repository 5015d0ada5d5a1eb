//! Writes a CSV of made-up payouts to standard output, always the same for the same number of rows.
//!
//! `cargo run --release --example many_payouts -- 1000000 > payouts.csv`
//!
//! One row in ten is wrong. No account exists: the numbers are drawn, the check digits computed.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::cast_possible_truncation,
    reason = "an example, not the library"
)]

use std::fmt::Write as _;
use std::io::Write as _;

/// The columns, in the order of the rows.
pub const HEADER: &str = "reference,rail,currency,country,amount,accountName,bankName,accountNumber,iban,swift,aba,sortCode,bsb,institutionNumber,transit,ifsc,vpa,phone,mobileProvider,address,network,transactionHash\n";

fn main() -> std::io::Result<()> {
    let rows = std::env::args().nth(1).and_then(|rows| rows.parse().ok());
    let Some(rows) = rows else {
        eprintln!("usage: many_payouts ROWS");
        std::process::exit(2);
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    out.write_all(HEADER.as_bytes())?;
    let mut source = Source::default();
    let mut line = String::new();
    for number in 1..=rows {
        line.clear();
        source.row(number, &mut line);
        out.write_all(line.as_bytes())?;
    }
    out.flush()
}

/// Draws rows.
#[derive(Debug)]
pub struct Source(u64);

impl Default for Source {
    fn default() -> Source {
        Source(0x9e37_79b9_7f4a_7c15)
    }
}

const FIRST: [&str; 8] = ["Asha", "John", "Fatima", "Luis", "Wanjiru", "Marie", "Sita", "Noah"];
const LAST: [&str; 8] = ["Sharma", "Doe", "Khan", "Garcia", "Kamau", "Dubois", "Thapa", "Smith"];

impl Source {
    fn draw(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % below
    }

    fn digits(&mut self, count: u32) -> String {
        let number = self.draw(10_u64.pow(count));
        format!("{number:0width$}", width = count as usize)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.draw(from.len() as u64) as usize]
    }

    /// Appends one row with its line end.
    pub fn row(&mut self, number: u64, line: &mut String) {
        let amount = format!("{}.{}", 10 + self.draw(9990), self.digits(2));
        let name = format!("{} {}", self.pick(&FIRST), self.pick(&LAST));
        let wrong = self.draw(10) == 0;
        write!(line, "PAY-{number:07},").unwrap();
        match self.draw(10) {
            0..=2 => {
                let bban =
                    format!("{}{}", self.pick(&["50010517", "37020500", "10010010", "70150000"]), self.digits(10));
                let iban = if wrong { format!("DE11{bban}") } else { iban("DE", &bban) };
                write!(line, "bank,EUR,DE,{amount},{name},Sparkasse,,{iban},SSKMDEMM,,,,,,,,,,,,").unwrap();
            }
            3 => {
                let (sort, account) = (self.digits(6), self.digits(8));
                let iban = iban("GB", &format!("NWBK{sort}{account}"));
                let account = if wrong { format!("{account}1") } else { account };
                write!(line, "bank,GBP,GB,{amount},{name},NatWest,{account},{iban},NWBKGB2L,,{sort},,,,,,,,,,")
                    .unwrap();
            }
            4..=5 => {
                let aba =
                    if wrong { "021000022" } else { self.pick(&["021000021", "011401533", "091000019", "121000358"]) };
                let account = self.digits(10);
                write!(line, "bank,USD,US,{amount},{name},Example Bank,{account},,,{aba},,,,,,,,,,,").unwrap();
            }
            6 => {
                let account = self.digits(8);
                let bsb = if wrong { "62-000".to_owned() } else { format!("062-{}", self.digits(3)) };
                write!(line, "bank,AUD,AU,{amount},{name},Example Bank,{account},,,,,{bsb},,,,,,,,,").unwrap();
            }
            7 => {
                let account = self.digits(11);
                let ifsc = if wrong { "SBINO001234".to_owned() } else { format!("SBIN0{}", self.digits(6)) };
                write!(line, "bank,INR,IN,{amount},{name},,{account},,,,,,,,{ifsc},,,,,,").unwrap();
            }
            8 => {
                let handle = if wrong { "gmail.com" } else { self.pick(&["okaxis", "ybl", "paytm", "oksbi"]) };
                let user = self.digits(9);
                write!(line, "vpa,INR,IN,{amount},{name},,,,,,,,,,,user{user}@{handle},,,,,").unwrap();
            }
            _ => {
                let phone = if wrong { "2.54712E+11".to_owned() } else { format!("+25471{}", self.digits(7)) };
                write!(line, "mobile_money,KES,KE,{amount},{name},,,,,,,,,,,,{phone},MPESA,,,").unwrap();
            }
        }
        line.push('\n');
    }
}

fn iban(country: &str, bban: &str) -> String {
    let remainder = format!("{bban}{country}00").bytes().fold(0_u64, |remainder, byte| match byte {
        b'0'..=b'9' => remainder * 10 + u64::from(byte - b'0'),
        letter => remainder * 100 + u64::from(letter - b'A') + 10,
    } % 97);
    format!("{country}{:02}{bban}", 98 - remainder)
}
