//! Answers questions about money, one a line: `{"call": "computeFees", "request": {..}}` from standard input.
//! Other programs are held against it, such as tests/money/compare.py.

use std::io::{self, BufRead, Write};

use offramp_core::{Json, api};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let answer = line?.parse::<Json>().map_err(offramp_core::Error::from).and_then(|question| {
            let call = question.get("call").and_then(Json::as_str).unwrap_or_default();
            api::ask(call, question.get("request").unwrap_or(&Json::Null))
        });
        match answer {
            Ok(answer) => writeln!(out, "{answer}")?,
            Err(error) => writeln!(out, "{}", Json::object([("error", error.to_string())]))?,
        }
    }
    out.flush()
}
