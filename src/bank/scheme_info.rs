//! What there is to read about a scheme of clearing.

use super::rail::Rail;
#[cfg(not(target_arch = "wasm32"))]
use super::scheme::Scheme;
#[cfg(not(target_arch = "wasm32"))]
use super::scheme_table::{SCHEMES, SOURCES};
use crate::json::{Json, Object, serialize_as_json};
use crate::money::Amount;
#[cfg(not(target_arch = "wasm32"))]
use crate::text;

/// A scheme of clearing: which currency it carries by which rail, when it works, and what it carries.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct SchemeInfo {
    /// Its name.
    #[cfg_attr(feature = "wasm", tsify(type = "Scheme"))]
    pub scheme: &'static str,
    /// The provider whose hours and limits these are; none for the scheme's own.
    #[cfg_attr(feature = "wasm", tsify(optional))]
    pub provider: Option<&'static str>,
    /// The rail that it clears.
    pub rail: Rail,
    /// The currency's code; none where every token on the chain is carried.
    #[cfg_attr(feature = "wasm", tsify(optional))]
    pub currency: Option<&'static str>,
    /// Whether it works at all hours of all days.
    pub is_always_open: bool,
    /// The calendars of its business days; none where it is always open.
    pub calendars: Vec<&'static str>,
    /// The time zone of its hours.
    pub zone: &'static str,
    /// Whether its hours are general knowledge: nobody who runs it was found to state them.
    pub is_unsure: bool,
    /// How many decimals it carries, where they are fewer than the currency has.
    #[cfg_attr(feature = "wasm", tsify(optional))]
    pub decimals: Option<u8>,
    /// The least that it carries.
    #[cfg_attr(feature = "wasm", tsify(optional, type = "string"))]
    pub minimum: Option<Amount>,
    /// The most that it carries.
    #[cfg_attr(feature = "wasm", tsify(optional, type = "string"))]
    pub maximum: Option<Amount>,
    /// Whether these limits are its own, so that other amounts are turned away.
    pub is_strict: bool,
    /// The scheme that carries what this one does not.
    #[cfg_attr(feature = "wasm", tsify(optional, type = "Scheme"))]
    pub fallback: Option<&'static str>,
    /// Where this comes from.
    pub source: &'static str,
    /// The day on which that was looked up.
    pub as_of: &'static str,
}

impl SchemeInfo {
    /// Every scheme, those of providers behind the others.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn all() -> impl Iterator<Item = SchemeInfo> {
        SCHEMES.lines().zip(SOURCES.lines()).filter_map(|(line, source)| {
            let (scheme, currency) = (Scheme::read(line)?, Scheme::currency_of(line));
            let (as_of, source) = text::split(source, b' ')?;
            Some(SchemeInfo::of(&scheme, currency, source, as_of))
        })
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn of(scheme: &Scheme, currency: &'static str, source: &'static str, as_of: &'static str) -> SchemeInfo {
        let given = |text: &'static str| (!text.is_empty()).then_some(text);
        SchemeInfo {
            scheme: scheme.key,
            provider: given(scheme.provider()),
            rail: scheme.rail,
            currency: given(currency),
            is_always_open: scheme.windows.starts_with('~'),
            calendars: scheme.calendars.split_ascii_whitespace().collect(),
            zone: scheme.zone,
            is_unsure: scheme.is_unsure,
            decimals: scheme.decimals,
            minimum: scheme.minimum,
            maximum: scheme.maximum,
            is_strict: scheme.is_strict,
            fallback: given(scheme.fallback),
            source,
            as_of,
        }
    }

    /// `{scheme, provider?, rail, currency?, isAlwaysOpen, calendars, zone, isUnsure, decimals?, minimum?, maximum?,
    /// isStrict, fallback?, source, asOf}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        let put = |json: &mut Object, name: &'static str, text: Option<&'static str>| {
            if let Some(text) = text {
                json.put_text(name, text);
            }
        };
        json.put_text("scheme", self.scheme);
        put(&mut json, "provider", self.provider);
        json.put_text("rail", self.rail.as_str());
        put(&mut json, "currency", self.currency);
        json.put("isAlwaysOpen", Json::Bool(self.is_always_open));
        json.put("calendars", Json::texts(self.calendars.iter().copied()));
        json.put_text("zone", self.zone);
        json.put("isUnsure", Json::Bool(self.is_unsure));
        if let Some(decimals) = self.decimals {
            json.put("decimals", Json::number(u64::from(decimals)));
        }
        for (name, amount) in [("minimum", self.minimum), ("maximum", self.maximum)] {
            if let Some(amount) = amount {
                json.put_text(name, &amount.text());
            }
        }
        json.put("isStrict", Json::Bool(self.is_strict));
        put(&mut json, "fallback", self.fallback);
        json.put_text("source", self.source);
        json.put_text("asOf", self.as_of);
        Json::Object(json)
    }
}

serialize_as_json!(SchemeInfo);
