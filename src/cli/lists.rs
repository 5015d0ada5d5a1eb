//! `offramp list`.

use std::io::Write;

use clap::ValueEnum;

use super::Outcome;
use super::style::{Style, cell, lines, table};
use crate::api;
use crate::money::Amount;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to list
    #[arg(value_enum)]
    what: What,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    /// The kinds of identifiers
    Kinds,
    /// The codes of currencies and tokens
    Currencies,
    /// The currencies, countries and rails that there are rules for
    Corridors,
    /// The providers
    Providers,
    /// The schemes of clearing, with their hours and what they carry
    Schemes,
}

pub(super) fn run(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let name = match args.what {
        What::Kinds => "kinds",
        What::Currencies => "currencies",
        What::Corridors => "corridors",
        What::Providers => "providers",
        What::Schemes => "schemes",
    };
    if json {
        writeln!(out, "{}", api::lists(name)?)?;
        return Ok(Outcome::Fine);
    }
    match args.what {
        What::Kinds => each(api::kinds(), out)?,
        What::Currencies => each(api::currencies(), out)?,
        What::Providers => each(api::providers(), out)?,
        What::Corridors => {
            let mut rows = table(style, ["currency", "countries", "rail", "needed", "checked", "source"], &[]);
            for corridor in api::corridors() {
                let mut needed = corridor.required.join(", ");
                for group in &corridor.any_of {
                    let separator = if needed.is_empty() { "" } else { ", " };
                    needed = [&needed, separator, &group.join(" or ")].concat();
                }
                rows.add_row([
                    cell(corridor.currency),
                    cell(if corridor.countries.is_empty() { "any".to_owned() } else { corridor.countries.join(" ") }),
                    cell(corridor.rail),
                    cell(needed),
                    cell(corridor.coverage.as_str()),
                    cell(corridor.source),
                ]);
            }
            write!(out, "{}", lines(&rows))?;
        }
        What::Schemes => {
            let mut rows = table(style, ["scheme", "provider", "rail", "currency", "open", "carries", "source"], &[]);
            for scheme in api::schemes() {
                let open = if scheme.is_always_open { "always".to_owned() } else { scheme.calendars.join(" ") };
                let bound = |word: &str, amount: Option<Amount>| amount.map(|amount| format!("{word} {amount}"));
                let carries = [bound("from", scheme.minimum), bound("to", scheme.maximum)];
                rows.add_row([
                    cell(scheme.scheme),
                    cell(scheme.provider.unwrap_or_default()),
                    cell(scheme.rail),
                    cell(scheme.currency.unwrap_or("tokens")),
                    cell(open),
                    cell(carries.into_iter().flatten().collect::<Vec<_>>().join(" ")),
                    cell(scheme.source),
                ]);
            }
            write!(out, "{}", lines(&rows))?;
        }
    }
    Ok(Outcome::Fine)
}

fn each(names: impl Iterator<Item = &'static str>, out: &mut dyn Write) -> std::io::Result<()> {
    for name in names {
        writeln!(out, "{name}")?;
    }
    Ok(())
}
