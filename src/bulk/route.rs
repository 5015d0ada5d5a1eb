//! Which corridor a currency and a rail lead to, remembered: a file has few of them and many rows.

use crate::bank::{self, Lookup, Rail, Scheme};
use crate::finding::Finding;
use crate::money::Currency;
use crate::text;

/// What the cells of currency and rail say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Route {
    pub(super) currency: Option<Currency>,
    pub(super) rail: Option<Rail>,
    pub(super) end: End,
}

/// Where a route leads.
#[derive(Clone, Copy, Debug)]
pub(super) enum End {
    Corridor(Lookup),
    /// The rail has no known name.
    UnknownRail,
    /// The currency is missing or has no known code.
    NoCurrency,
}

/// The routes that were asked for, by the bytes of both cells.
#[derive(Debug, Default)]
pub(super) struct Routes {
    known: Vec<(u128, Route)>,
    /// The schemes of the currency and rail that were last asked for.
    schemes: Option<(Currency, Rail, Vec<Scheme>)>,
}

/// More routes than there are corridors come from errors, which are not worth remembering.
const MOST: usize = 32;

impl Routes {
    /// Finds the route of the cells.
    #[inline]
    pub(super) fn find(&mut self, currency: Option<&str>, rail: Option<&str>) -> Route {
        let Some(key) = key(currency.unwrap_or_default(), rail.unwrap_or_default()) else {
            return read(currency, rail);
        };
        if let Some((_, route)) = self.known.iter().find(|(known, _)| *known == key) {
            return *route;
        }
        let route = read(currency, rail);
        if self.known.len() < MOST {
            self.known.push((key, route));
        }
        route
    }

    /// What the scheme that comes nearest says, where none carries so many units.
    pub(super) fn refused(&mut self, currency: Currency, rail: Rail, units: u128) -> Option<Finding> {
        if !matches!(&self.schemes, Some((known, of, _)) if *known == currency && *of == rail) {
            self.schemes = Some((currency, rail, Scheme::of(currency, rail, "")));
        }
        let (.., schemes) = self.schemes.as_ref()?;
        if schemes.iter().any(|scheme| scheme.refuses(units, currency).is_none()) {
            return None;
        }
        schemes.first()?.finding(units, currency)
    }
}

/// Four bytes of currency and twelve of rail.
fn key(currency: &str, rail: &str) -> Option<u128> {
    if currency.len() > 4 || rail.len() > 12 || text::has(currency, 0) || text::has(rail, 0) {
        return None;
    }
    let mut bytes = [0; 16];
    let (first, second) = bytes.split_at_mut(4);
    for (place, byte) in first.iter_mut().zip(currency.bytes()).chain(second.iter_mut().zip(rail.bytes())) {
        *place = byte;
    }
    Some(u128::from_le_bytes(bytes))
}

fn read(currency: Option<&str>, rail: Option<&str>) -> Route {
    let code = currency.map(str::trim_ascii);
    let currency = code.and_then(|code| Currency::new(code).or_else(|| Currency::new(&code.to_ascii_uppercase())));
    let name = rail.map(str::trim_ascii);
    let rail = name.and_then(Rail::find);
    let end = match currency {
        _ if name.is_some() && rail.is_none() => End::UnknownRail,
        Some(currency) => End::Corridor(bank::find(currency.as_str(), rail)),
        None => End::NoCurrency,
    };
    Route { currency, rail, end }
}
