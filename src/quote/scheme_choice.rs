//! Which scheme and which rail a request about settlement means.

use super::reader::{Optional, Reader};
use crate::bank::{self, Rail, SCHEME_NAMES, Scheme};
use crate::code::Code;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::money::Currency;
use crate::nearest::nearest;
use crate::text;

/// The scheme, where one is named, and the rail. The name of a scheme is taken as a rail too, and that of a chain as a
/// network; what contradicts another name is said, as either would answer another question.
pub(super) fn way(reader: &mut Reader, object: &Object, currency: Option<Currency>) -> (Option<&'static str>, Rail) {
    let code = currency.as_ref().map_or("", Currency::as_str);
    let (mut rail, mut meant) = (None, None);
    if let Some(name) = reader.text(object, "rail", Optional) {
        if let Some((key, of)) = Scheme::find_in(name, currency) {
            (meant, rail) = (Some(key), Some(of));
        } else {
            rail = Rail::find(name);
        }
        if rail.is_none() {
            let allowed = "bank, vpa, mobile_money, proxy, card, cash, crypto, or a scheme";
            reader.say_not_allowed("rail", allowed);
        }
    }
    let mut named = None;
    if let Some(name) = reader.text(object, "scheme", Optional) {
        named = Scheme::find_in(name, currency);
        if named.is_none() {
            let finding = Finding::new(Code::ValueNotAllowed).with_text("allowed", SCHEME_NAMES);
            reader.say(
                "scheme",
                match nearest(name, names()) {
                    Some(near) => finding.suggesting(near.to_owned()),
                    None => finding,
                },
            );
        }
    }
    if let Some((key, of)) = named
        && (rail.is_some_and(|rail| rail != of) || meant.is_some_and(|meant| meant != key))
    {
        let allowed = meant.map_or_else(|| of_rail(rail), str::to_owned);
        reader.say("scheme", Finding::new(Code::ValueNotAllowed).with("allowed", allowed));
    }
    let mut scheme = named.map(|(key, _)| key).or(meant);
    let rail = rail.or(named.map(|(_, of)| of)).unwrap_or_else(|| {
        let usual = bank::first(code, "").map_or(Rail::Bank, |corridor| corridor.rail);
        currency.and_then(|currency| Scheme::rail_of(currency, usual)).unwrap_or(usual)
    });
    if rail == Rail::Crypto {
        // a chain has hours of its own, and a coin travels on its own
        let given = object.get("network").and_then(Json::as_str);
        let chain = given.or(scheme.is_none().then_some(code)).and_then(Scheme::find).map(|(key, _)| key);
        if let Some(chain) = chain
            && scheme.is_some_and(|scheme| scheme != chain)
        {
            let name = if named.is_some() { "scheme" } else { "rail" };
            reader.say(name, Finding::new(Code::ValueNotAllowed).with_text("allowed", chain));
        }
        scheme = scheme.or(chain);
    }
    (scheme, rail)
}

fn names() -> impl Iterator<Item = &'static str> {
    let mut rest = SCHEME_NAMES;
    std::iter::from_fn(move || text::next_word(&mut rest, b',').map(text::trim))
}

/// The names of the schemes of a rail.
fn of_rail(rail: Option<Rail>) -> String {
    text::listed(names().filter(|name| Scheme::find(name).map(|(_, of)| of) == rail))
}
