//! Schemes of clearing: the ways on which a currency travels by a rail, with their hours and what they carry.

use super::rail::Rail;
use super::scheme_table::SCHEMES;
use crate::code::{Code, Severity};
use crate::finding::Finding;
use crate::money::{Amount, Currency};
use crate::network::Network;
use crate::text;

/// One way on which money travels, as the scheme itself or a provider runs it.
#[derive(Clone, Debug)]
pub(crate) struct Scheme {
    /// Its name, such as `sepa_instant`.
    pub(crate) key: &'static str,
    /// Whose hours these are; empty for the scheme's own.
    provider: &'static str,
    pub(crate) rail: Rail,
    /// The calendars of its business days, with blanks between them; none where it never rests.
    pub(crate) calendars: &'static str,
    pub(crate) zone: &'static str,
    /// See `data/README.md`.
    pub(crate) windows: &'static str,
    /// How many decimals it carries, where they are fewer than the currency has.
    pub(crate) decimals: Option<u8>,
    pub(crate) minimum: Option<Amount>,
    pub(crate) maximum: Option<Amount>,
    /// Whether its own source says so, so that it turns other amounts away.
    pub(crate) is_strict: bool,
    /// The scheme that carries what this one does not.
    pub(crate) fallback: &'static str,
    /// Whether its hours are general knowledge.
    pub(crate) is_unsure: bool,
}

macro_rules! names {
    ($first:literal $($name:literal)+) => {
        /// The names of all schemes, for the message that lists them.
        pub(crate) const NAMES: &str = concat!($first, $(", ", $name),+);

        crate::typescript::union! { "A scheme of clearing." "Scheme" $first $($name)+ }
    };
}

names! {
    "ach" "ach_same_day" "wire" "rtp" "fednow" "sepa" "sepa_instant" "fps" "bacs" "chaps" "eft" "interac"
    "npp" "becs" "fast" "giro" "meps" "imps" "neft" "rtgs" "upi" "nchl_ips" "mpesa_ke" "airtel_ke" "mtn_ug"
    "airtel_ug" "mpesa_tz" "airtel_tz" "mtn_ng" "airtel_ng" "spei" "pix" "eth" "base" "arbitrum" "optimism"
    "matic" "bsc" "avalanche" "celo" "trx" "xlm" "sol" "btc"
}

/// Why a scheme does not carry an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotCarried {
    Decimals(u8),
    Below(Amount),
    Above(Amount),
}

impl Scheme {
    /// The scheme of a line of the table.
    pub(super) fn read(mut line: &'static str) -> Option<Scheme> {
        let mut next = || text::next_word(&mut line, b'|').unwrap_or_default();
        let (key, provider, rail, _, calendars) = (next(), next(), Rail::find(next())?, next(), next());
        let (zone, windows, decimals) = (next(), next(), next());
        let (minimum, maximum) = (next().parse().ok(), next().parse().ok());
        let decimals = text::whole(decimals).and_then(|decimals| u8::try_from(decimals).ok());
        let (is_strict, fallback, is_unsure) = (!next().is_empty(), next(), !next().is_empty());
        Some(Scheme {
            key,
            provider,
            rail,
            calendars,
            zone,
            windows,
            decimals,
            minimum,
            maximum,
            is_strict,
            fallback,
            is_unsure,
        })
    }

    /// Whether a line is about a currency and a rail, as a provider runs it: all that most lines are read for.
    fn is_about(mut line: &'static str, currency: Currency, rail: Rail, provider: &str) -> bool {
        let mut next = || text::next_word(&mut line, b'|').unwrap_or_default();
        let (_, of_provider, of_rail, of_currency) = (next(), next(), next(), next());
        let is_currency = if of_currency.is_empty() { currency.is_token() } else { of_currency == currency.as_str() };
        is_currency && of_rail == rail.as_str() && of_provider == provider
    }

    /// The schemes of a currency and a rail, as a provider runs them where it says so.
    pub(crate) fn of(currency: Currency, rail: Rail, provider: &str) -> Vec<Scheme> {
        let of = |provider: &str| {
            let (mut rest, mut found) = (SCHEMES, Vec::new());
            while let Some(line) = text::next_word(&mut rest, b'\n') {
                if Scheme::is_about(line, currency, rail, provider) {
                    found.extend(Scheme::read(line));
                }
            }
            found
        };
        let own = if provider.is_empty() { Vec::new() } else { of(provider) };
        if own.is_empty() { of("") } else { own }
    }

    /// The rail on which schemes carry a currency: the usual one, where there are some.
    pub(crate) fn rail_of(currency: Currency, usual: Rail) -> Option<Rail> {
        [usual, Rail::Bank, Rail::Proxy, Rail::MobileMoney, Rail::Crypto].into_iter().find(|&rail| {
            let mut rest = SCHEMES;
            std::iter::from_fn(|| text::next_word(&mut rest, b'\n'))
                .any(|line| Scheme::is_about(line, currency, rail, ""))
        })
    }

    /// The name of a scheme and its rail, in any case and with any separators; a chain by any of its names.
    pub(crate) fn find(name: &str) -> Option<(&'static str, Rail)> {
        Scheme::find_key(name).or_else(|| Scheme::find_key(Network::find(name)?.name))
    }

    /// The same; in mobile money the name of a service stands for the currency's scheme of it, such as `mpesa`.
    pub(crate) fn find_in(name: &str, currency: Option<Currency>) -> Option<(&'static str, Rail)> {
        Scheme::find(name).or_else(|| {
            let name = super::plain_name(name);
            let schemes = Scheme::of(currency?, Rail::MobileMoney, "");
            let mut of_service = schemes
                .iter()
                .filter(|scheme| text::split(scheme.key, b'_').is_some_and(|(service, _)| service == name));
            of_service.next().map(|scheme| (scheme.key, scheme.rail))
        })
    }

    fn find_key(name: &str) -> Option<(&'static str, Rail)> {
        let name = super::plain_name(name);
        let mut rest = SCHEMES;
        while let Some(line) = text::next_word(&mut rest, b'\n') {
            let key = text::split(line, b'|').map_or("", |(key, _)| key);
            if super::plain_name(key) == name {
                return Scheme::read(line).map(|scheme| (scheme.key, scheme.rail));
            }
        }
        None
    }

    /// The currency of a line of the table; empty for every token on the chain.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn currency_of(mut line: &'static str) -> &'static str {
        let mut next = || text::next_word(&mut line, b'|');
        [next(), next(), next(), next()][3].unwrap_or_default()
    }

    /// The provider whose hours these are; empty for the scheme's own.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) const fn provider(&self) -> &'static str {
        self.provider
    }

    /// Whether these are a provider's own hours.
    pub(crate) const fn is_of_provider(&self) -> bool {
        !self.provider.is_empty()
    }

    /// The finding about an amount that it does not carry.
    pub(crate) fn finding(&self, units: u128, currency: Currency) -> Option<Finding> {
        let finding = match self.refuses(units, currency)? {
            NotCarried::Decimals(decimals) => {
                Finding::new(Code::SchemeDecimals).with_number("expected", usize::from(decimals))
            }
            NotCarried::Below(least) => Finding::new(Code::SchemeMinimum).with("minimum", least.text()),
            NotCarried::Above(most) => Finding::new(Code::SchemeMaximum).with("maximum", most.text()),
        };
        let finding = finding.at("/amount").with_text("scheme", self.key);
        let finding = finding.with("currency", currency.as_str().to_owned());
        Some(if self.is_strict { finding.with_severity(Severity::Error) } else { finding })
    }

    /// Why the scheme does not carry this many units of the currency; none where it does.
    pub(crate) fn refuses(&self, units: u128, currency: Currency) -> Option<NotCarried> {
        let own = u32::from(currency.decimals());
        if let Some(decimals) = self.decimals
            && let Some(surplus) = own.checked_sub(u32::from(decimals))
            && let Some(unit) = crate::money::power_of_ten(surplus)
            && units.checked_rem(unit).is_some_and(|rest| rest > 0)
        {
            return Some(NotCarried::Decimals(decimals));
        }
        let is_beyond = |bound: &Amount, is_beyond: fn(u128, u128) -> bool| {
            bound.units(currency).is_some_and(|bound| is_beyond(units, bound))
        };
        if let Some(minimum) = self.minimum.filter(|bound| is_beyond(bound, |units, bound| units < bound)) {
            return Some(NotCarried::Below(minimum));
        }
        self.maximum.filter(|bound| is_beyond(bound, |units, bound| units > bound)).map(NotCarried::Above)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_the_list_of_names_is_complete() {
        let mut names: Vec<&str> = Vec::new();
        for line in SCHEMES.lines() {
            let scheme = Scheme::read(line).unwrap();
            let currency = line.split('|').nth(3).unwrap();
            assert!(currency.is_empty() || Currency::new(currency).is_some(), "{line}");
            assert!(!scheme.windows.is_empty() && !scheme.zone.is_empty(), "{line}");
            let is_always = scheme.windows.starts_with('~');
            assert_eq!(is_always, scheme.calendars.is_empty(), "{line}");
            if !names.contains(&scheme.key) {
                names.push(scheme.key);
            }
            assert!(scheme.fallback.is_empty() || Scheme::find(scheme.fallback).is_some(), "{line}");
        }
        assert!(NAMES.split(", ").eq(names));
        assert_eq!(Scheme::find("SEPA Instant").map(|(key, _)| key), Some("sepa_instant"));
        assert_eq!(Scheme::find("swift"), None);
    }

    #[test]
    fn every_row_has_a_source_and_a_date_and_is_strict_only_where_that_was_read() {
        let table = include_str!("../../data/schemes.csv");
        let mut lines = table.lines();
        assert_eq!(
            lines.next(),
            Some(
                "key,provider,rail,currency,calendars,zone,windows,decimals,minimum,maximum,strict,confirmed,fallback,source,date"
            )
        );
        let mut rows = 0;
        for line in lines {
            let columns: Vec<&str> = line.split(',').collect();
            let (strict, confirmed, source) = (columns[10], columns[11], columns[13].trim_start_matches('"'));
            assert!(source.starts_with("https://") && source.len() > 12, "{line}");
            assert!(line.rsplit(',').next().is_some_and(|date| crate::timestamp::Date::new(date).is_some()), "{line}");
            assert!(confirmed.split_whitespace().all(|what| matches!(what, "hours" | "limits" | "decimals")), "{line}");
            let has_limits = !columns[8].is_empty() || !columns[9].is_empty();
            assert!(strict.is_empty() || strict == "yes" && has_limits && confirmed.contains("limits"), "{line}");
            rows += 1;
        }
        assert_eq!(rows, SCHEMES.lines().count());
    }

    #[test]
    fn what_is_not_carried() {
        let shillings = Currency::new("KES").unwrap();
        let mpesa = &Scheme::of(shillings, Rail::MobileMoney, "")[0];
        assert_eq!(mpesa.refuses(10_050, shillings), Some(NotCarried::Decimals(0)));
        assert_eq!(mpesa.refuses(10_000, shillings), None);
        assert!(matches!(mpesa.refuses(30_000_000, shillings), Some(NotCarried::Above(_))));
        let rupees = Currency::new("INR").unwrap();
        let rtgs = Scheme::of(rupees, Rail::Bank, "").into_iter().find(|scheme| scheme.key == "rtgs").unwrap();
        assert!(matches!(rtgs.refuses(19_999_999, rupees), Some(NotCarried::Below(_))));
    }
}
