//! Which corridor a currency and a rail lead to, remembered: a file has few of them and many rows.

use crate::bank::{self, Asked, Corridor, Rail, Scheme, SchemeName, Told};
use crate::code::Code;
use crate::country::Country;
use crate::finding::Finding;
use crate::money::Currency;

/// What the cells of currency and rail say, with the country and the rails that other cells speak of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Route {
    pub(super) currency: Option<Currency>,
    pub(super) rail: Option<Rail>,
    /// The clearing system that is named.
    pub(super) scheme: Option<SchemeName>,
    /// Whether it is one of another currency or rail.
    pub(super) is_misplaced: bool,
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
    /// The clearing system of all rows of the file that name none.
    pub(super) scheme: Option<SchemeName>,
    pub(super) country: Option<Country>,
    /// Of use where no rail is named.
    pub(super) told: Told,
    pub(super) provider: &'static str,
}

/// The routes that were asked for, by the bytes of both cells, and by country and rails.
#[derive(Debug, Default)]
pub(super) struct Routes {
    known: Vec<(Key, Route)>,
    /// The schemes of each currency and rail that were asked for.
    schemes: Vec<(Currency, Rail, Vec<Scheme>)>,
}

/// What tells the cells of one route from those of another.
type Key = (u64, u64, u64);

/// More routes than there are corridors come from errors, which are not worth remembering.
const MAX_ROUTES: usize = 64;

impl Routes {
    /// Finds the route of the cells.
    #[inline]
    #[cfg_attr(page, optimize(speed))]
    pub(super) fn find<'a>(&'a mut self, cells: &Cells<'_>, spare: &'a mut Option<Route>) -> &'a Route {
        let Some(key) = key(cells) else {
            return spare.insert(read(cells));
        };
        let place = match self.known.iter().position(|(known, _)| *known == key) {
            Some(place) => place,
            None if self.known.len() < MAX_ROUTES => {
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

    /// The finding where no scheme of the rail carries the amount: that of the named scheme, or of the nearest.
    pub(super) fn refused(
        &mut self,
        currency: Currency,
        rail: Rail,
        named: Option<SchemeName>,
        units: u128,
    ) -> Option<Finding> {
        let known = self.schemes.iter().position(|(known, of, _)| *known == currency && *of == rail);
        let place = known.unwrap_or(self.schemes.len());
        if known.is_none() {
            self.schemes.push((currency, rail, Scheme::of(currency, rail, "")));
        }
        let (.., schemes) = self.schemes.get(place)?;
        let is_meant = |scheme: &&Scheme| named.is_none_or(|named| named.as_str() == scheme.key);
        if schemes.iter().filter(is_meant).any(|scheme| scheme.refuses(units, currency).is_none()) {
            return None;
        }
        schemes.iter().find(is_meant)?.finding(units, currency)
    }
}

/// The bytes of rail and currency with their lengths, the country and the rails that are told.
#[inline]
#[cfg_attr(page, optimize(speed))]
fn key(cells: &Cells<'_>) -> Option<Key> {
    let (currency, rail) = (cells.currency.unwrap_or_default().as_bytes(), cells.rail.unwrap_or_default().as_bytes());
    let code = match *currency {
        [a, b, c] => [a, b, c, 0],
        [a, b, c, d] => [a, b, c, d],
        [] => [0; 4],
        _ => return None,
    };
    // the first and the last bytes of a text tell it, where they leave none out
    let (first, last) = match (rail.first_chunk::<8>(), rail.first_chunk::<4>(), rail.last_chunk::<4>(), rail) {
        (Some(first), _, Some(last), _) => (u64::from_le_bytes(*first), u32::from_le_bytes(*last)),
        (_, Some(first), Some(last), _) => (u64::from(u32::from_le_bytes(*first)), u32::from_le_bytes(*last)),
        (.., &[a, b, c]) => (u64::from(u32::from_le_bytes([a, b, c, 0])), 0),
        (.., &[a, b]) => (u64::from(u16::from_le_bytes([a, b])), 0),
        (.., &[a]) => (u64::from(a), 0),
        _ => (0, 0),
    };
    let lengths = [u8::try_from(currency.len()).ok()?, u8::try_from(rail.len()).ok().filter(|length| *length <= 12)?];
    let country = cells.country.map_or(0, |country| u16::from_le_bytes(country.bytes()));
    let small = u64::from(u16::from_le_bytes(lengths)) << 32 | u64::from(cells.told.as_bits()) << 48;
    Some((first, u64::from(last) << 32 | u64::from(u32::from_le_bytes(code)), small | u64::from(country)))
}

fn read(cells: &Cells<'_>) -> Route {
    let code = cells.currency.map(str::trim_ascii);
    let currency = code.and_then(|code| Currency::new(code).or_else(|| Currency::new(&code.to_ascii_uppercase())));
    let name = cells.rail.map(str::trim_ascii);
    let rail = name.and_then(Rail::find);
    let mut route = Route { currency, rail, scheme: None, is_misplaced: false, end: End::NoCurrency };
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
        route.scheme = name.and_then(SchemeName::find).or(cells.scheme);
        route.is_misplaced =
            route.scheme.is_some_and(|scheme| route.rail != Some(scheme.rail()) || !scheme.clears(currency.as_str()));
    }
    route
}
