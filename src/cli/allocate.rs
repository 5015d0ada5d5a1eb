//! `offramp allocate`.

use std::io::Write;

use super::Outcome;
use super::fees::put;
use super::request::refuse;
use super::style::Style;
use crate::api;
use crate::json::{Json, Object};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The amount, such as 1250.50
    #[arg(allow_hyphen_values = true)]
    amount: String,

    /// The currency's or token's code
    currency: String,

    /// Into how many equal shares
    #[arg(long, value_name = "NUMBER", conflicts_with = "weights", required_unless_present = "weights")]
    ways: Option<u32>,

    /// By what the shares are to each other, such as 1,1,2
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',')]
    weights: Vec<String>,

    /// The network of a token, which may decide its decimals
    #[arg(long, value_name = "NETWORK")]
    network: Option<String>,

    /// The provider, which may count the currency in fewer decimals
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,

    /// How many decimals the currency has there
    #[arg(long, value_name = "NUMBER")]
    decimals: Option<u32>,
}

pub(super) fn run(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let mut request = Object::new();
    request.insert("amount", args.amount.as_str());
    request.insert("currency", args.currency.as_str());
    put(&mut request, "network", args.network.as_ref());
    put(&mut request, "provider", args.provider.as_ref());
    if let Some(decimals) = args.decimals {
        request.insert("decimals", decimals);
    }
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
