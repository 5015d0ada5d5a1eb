//! `offramp allocate`.

use std::io::Write;

use super::Outcome;
use super::money::MoneyArgs;
use super::request::refuse;
use super::style::Style;
use crate::api;
use crate::json::Json;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    money: MoneyArgs,

    /// Into how many equal shares
    #[arg(long, value_name = "NUMBER", conflicts_with = "weights", required_unless_present = "weights")]
    ways: Option<u32>,

    /// By what the shares are to each other, such as 1,1,2
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',')]
    weights: Vec<String>,
}

pub(super) fn run(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let mut request = args.money.request("amount");
    if let Some(ways) = args.ways {
        request.insert("ways", ways);
    } else {
        request.insert("weights", Json::texts(args.weights.iter().map(String::as_str)));
    }
    match api::allocate(&request.into()) {
        Ok(shares) if json => writeln!(out, "{}", shares.to_json())?,
        Ok(shares) => {
            for amount in shares.amounts {
                writeln!(out, "{amount}")?;
            }
        }
        Err(error) if !error.findings().is_empty() => return refuse(&error, json, style, out),
        Err(error) => return Err(error.into()),
    }
    Ok(Outcome::Fine)
}
