//! Which corridor a currency and a rail lead to, remembered: a file has few of them and many rows.

use crate::bank::{self, Asked, Corridor, Rail, Scheme, SchemeName, Told};
use crate::code::Code;
use crate::country::Country;
use crate::finding::Finding;
use crate::money::Currency;
use crate::text;

/// What the cells of currency and rail say, with the country and the rails that other cells speak of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Route {
    pub(super) currency: Option<Currency>,
    pub(super) rail: Option<Rail>,
    /// A clearing system that is one of another currency.
    pub(super) misplaced: Option<SchemeName>,
    pub(super) end: End,
}

/// Where a route leads.
#[derive(Clone, Copy, Debug)]
pub(super) enum End {
    Corridor(Corridor),
    /// There are no rules, for this reason.
    NotCovered(Code),
    /// The currency is missing or has no known code.
    NoCurrency,
}

/// The cells and what else decides about a route.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cells<'a> {
    pub(super) currency: Option<&'a str>,
    pub(super) rail: Option<&'a str>,
    pub(super) country: Option<Country>,
    /// Of use where no rail is named.
    pub(super) told: Told,
    pub(super) provider: &'static str,
}

/// The routes that were asked for, by the bytes of both cells, and by country and rails.
#[derive(Debug, Default)]
pub(super) struct Routes {
    known: Vec<((u128, u32), Route)>,
    /// The schemes of each currency and rail that were asked for.
    schemes: Vec<(Currency, Rail, Vec<Scheme>)>,
}

/// More routes than there are corridors come from errors, which are not worth remembering.
const MOST: usize = 64;

impl Routes {
    /// Finds the route of the cells.
    #[inline]
    pub(super) fn find<'a>(&'a mut self, cells: &Cells<'_>, spare: &'a mut Option<Route>) -> &'a Route {
        let Some(key) = key(cells) else {
            return spare.insert(read(cells));
        };
        let place = match self.known.iter().position(|(known, _)| *known == key) {
            Some(place) => place,
            None if self.known.len() < MOST => {
                self.known.push((key, read(cells)));
                self.known.len().wrapping_sub(1)
            }
            None => return spare.insert(read(cells)),
        };
        match self.known.get(place) {
            Some((_, route)) => route,
            None => spare.insert(read(cells)),
        }
    }

    /// What the scheme that comes nearest says, where none carries so many units.
    pub(super) fn refused(&mut self, currency: Currency, rail: Rail, units: u128) -> Option<Finding> {
        let known = self.schemes.iter().position(|(known, of, _)| *known == currency && *of == rail);
        let place = known.unwrap_or(self.schemes.len());
        if known.is_none() {
            self.schemes.push((currency, rail, Scheme::of(currency, rail, "")));
        }
        let (.., schemes) = self.schemes.get(place)?;
        if schemes.iter().any(|scheme| scheme.refuses(units, currency).is_none()) {
            return None;
        }
        schemes.first()?.finding(units, currency)
    }
}

/// Four bytes of currency and twelve of rail; two of the country and two of the rails that are told.
#[inline]
fn key(cells: &Cells<'_>) -> Option<(u128, u32)> {
    let (currency, rail) = (cells.currency.unwrap_or_default(), cells.rail.unwrap_or_default());
    if currency.len() > 4 || rail.len() > 12 || text::has(currency, 0) || text::has(rail, 0) {
        return None;
    }
    let mut bytes = [0; 16];
    let (first, second) = bytes.split_at_mut(4);
    for (place, byte) in first.iter_mut().zip(currency.bytes()).chain(second.iter_mut().zip(rail.bytes())) {
        *place = byte;
    }
    let country = cells.country.map_or(0, |country| u16::from_le_bytes(country.bytes()));
    Some((u128::from_le_bytes(bytes), u32::from(country) << 16 | u32::from(cells.told.as_bits())))
}

fn read(cells: &Cells<'_>) -> Route {
    let code = cells.currency.map(str::trim_ascii);
    let currency = code.and_then(|code| Currency::new(code).or_else(|| Currency::new(&code.to_ascii_uppercase())));
    let name = cells.rail.map(str::trim_ascii);
    let rail = name.and_then(Rail::find);
    let mut route = Route { currency, rail, misplaced: None, end: End::NoCurrency };
    if name.is_some() && rail.is_none() {
        route.end = End::NotCovered(Code::RailUnknown);
    } else if let Some(currency) = currency {
        let asked = Asked { currency: currency.as_str(), rail, country: cells.country, provider: cells.provider };
        let found = bank::route(&asked, cells.told);
        route.rail = found.rail;
        route.end = match found.end {
            Ok(corridor) => End::Corridor(corridor),
            Err(reason) => End::NotCovered(reason),
        };
        let scheme = name.and_then(SchemeName::find);
        route.misplaced = scheme.filter(|scheme| !scheme.clears(currency.as_str()));
    }
    route
}
