//! What is supported: tokens, chains, currencies, rails and banks, in the shapes of the published description.

use super::{done, key, time};
use crate::json::Json;
use crate::provider::sandbox::{Reply, Turn, json};
use crate::text;

/// Rail, currency, country, and its fields: a name, whether it is needed, and its pattern.
type Rail = (&'static str, &'static str, &'static str, &'static [(&'static str, bool, &'static str)]);

const NAME: (&str, bool, &str) = ("full_name", false, "^.{2,100}$");

const RAILS: &[Rail] = &[
    ("nip-nigeria", "NGN", "NG", &[("account_number", true, r"^\d{10}$"), NAME]),
    ("upi-india", "INR", "IN", &[("vpa", true, r"^[\w.-]+@[\w.-]+$"), ("account_holder_name", false, "^.{2,100}$")]),
    (
        "imps-india",
        "INR",
        "IN",
        &[
            ("account_number", true, r"^\d{6,18}$"),
            ("ifsc", true, "^[A-Z]{4}0[A-Z0-9]{6}$"),
            ("account_holder_name", false, "^.{2,100}$"),
        ],
    ),
    ("iban-sepa", "EUR", "DE", &[("iban", true, "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"), NAME]),
    ("cvu-cbu", "ARS", "AR", &[("cbu", false, r"^\d{22}$"), ("cvu", false, r"^\d{22}$"), NAME]),
];

const BANKS: &[(&str, &str, &str)] = &[
    ("guaranty-trust-bank", "Guaranty Trust Bank", "nip-nigeria"),
    ("access-bank", "Access Bank", "nip-nigeria"),
    ("hdfc", "HDFC Bank", "upi-india imps-india"),
    ("wise", "Wise", "iban-sepa"),
    ("mercado-pago", "Mercado Pago", "cvu-cbu"),
];

const TOKENS: &[(&str, &str)] = &[("USDT", "Tether USD"), ("USDC", "USD Coin")];

/// Whether there is such a rail.
pub(super) fn has_rail(slug: &str) -> bool {
    RAILS.iter().any(|(known, ..)| *known == slug)
}

/// The name of a bank.
pub(super) fn bank(id: &str) -> Json {
    BANKS.iter().find(|(known, ..)| *known == id).map_or(Json::Null, |(_, name, _)| Json::from(*name))
}

pub(in super::super) fn answer(turn: &Turn<'_>) -> Option<Reply> {
    Some(match turn.operation.name() {
        "health" => Reply::ok(json! {"status": "ok", "service": "api", "time": time(turn.now)}),
        "verifyAuth" => done(json! {"message": "Authentication successful", "authenticated": true}),
        "listCryptoCurrencies" => done(Json::Array(tokens())),
        "listBlockchains" => done(Json::Array(vec![
            json! {"name": "Polygon", "slug": "polygon", "ticker": "matic", "crypto_currencies": tokens()},
        ])),
        "listFiatCurrencies" => done(Json::Array(currencies())),
        "listPairs" => {
            let pair = |token: &str, currency: &str| {
                json! {"crypto_currency_code": token, "fiat_currency_code": currency, "type": "SELL"}
            };
            let pairs =
                TOKENS.iter().flat_map(|(token, _)| RAILS.iter().map(|(_, currency, ..)| pair(token, currency)));
            done(Json::Array(pairs.collect()))
        }
        "listPaymentRails" => rails(turn),
        "listInstitutions" => institutions(turn),
        _ => return None,
    })
}

fn tokens() -> Vec<Json> {
    let of = |(code, name): &(&'static str, &'static str)| {
        json! {"code": *code, "name": *name, "contract": "0xc2132d05d31c914a87c6611c10748aeb04b58e8f", "decimals": 6_u32,
        "blockchains": vec![Json::from("polygon")]}
    };
    TOKENS.iter().map(of).collect()
}

fn currencies() -> Vec<Json> {
    let mut all: Vec<&str> = RAILS.iter().map(|(_, currency, ..)| *currency).collect();
    all.dedup();
    let of = |currency: &str| {
        let rails = || RAILS.iter().filter(|(_, own, ..)| *own == currency);
        let banks = BANKS.iter().filter(|(.., on)| rails().any(|(rail, ..)| text::contains_word(on, rail)));
        let countries: Vec<Json> = rails().take(1).map(|(_, _, country, _)| Json::from(*country)).collect();
        json! {"code": currency, "name": currency, "institution_id": banks.map(|(id, ..)| Json::from(*id)).collect::<Vec<_>>(),
        "countries": countries, "onramp": false, "offramp": true}
    };
    all.into_iter().map(of).collect()
}

fn rails(turn: &Turn<'_>) -> Reply {
    let (country, currency) = (turn.text("country"), turn.text("currency"));
    if country.is_empty() && currency.is_empty() {
        return key(400, "required_fields_missing");
    }
    let fits =
        |(_, of, at, _): &&Rail| (currency.is_empty() || *of == currency) && (country.is_empty() || *at == country);
    let found: Vec<&Rail> = RAILS.iter().filter(fits).collect();
    let (at, of) = found.first().map_or((country, currency), |(_, of, at, _)| (*at, *of));
    let items: Vec<Json> = found.iter().map(|rail| rail_of(rail)).collect();
    done(json! {"country": at, "currency": of, "direction": turn.text("direction"), "rails": items,
    "links": json! {"search_institutions": "/api/v1/supported/institutions"}})
}

fn rail_of((slug, currency, _, fields): &Rail) -> Json {
    let field = |(name, is_needed, pattern): &(&'static str, bool, &'static str)| {
        json! {"key": *name, "label": *name, "type": "text", "required": *is_needed, "pattern": *pattern,
        "placeholder": *name, "lookup": false}
    };
    json! {"slug": *slug, "name": *slug, "institution_required": false, "institution_lookup_key": Json::Null,
    "currencies": vec![Json::from(*currency)],
    "settlement": json! {"speed": "INSTANT", "typical_minutes": 2_u32, "note": Json::Null},
    "limits": Json::Null, "fields": fields.iter().map(field).collect::<Vec<_>>()}
}

fn institutions(turn: &Turn<'_>) -> Reply {
    let rail = turn.text("rail");
    if !RAILS.iter().any(|(known, ..)| *known == rail) {
        return key(400, "invalid_rail");
    }
    let (wanted, search) = (turn.text("institution_id"), turn.text("search").to_ascii_lowercase());
    let fits = |(id, name, on): &&(&str, &str, &str)| {
        text::contains_word(on, rail)
            && (wanted.is_empty() || *id == wanted)
            && text::contains(&name.to_ascii_lowercase(), &search)
    };
    let of = |(id, name, on): &(&'static str, &'static str, &'static str)| {
        json! {"id": *id, "name": *name, "type": "BANK", "code": "", "branch": Json::Null,
        "supported_rails": Json::texts(on.split(' '))}
    };
    let items: Vec<Json> = BANKS.iter().filter(fits).map(of).collect();
    let total = u32::try_from(items.len()).unwrap_or_default();
    let whole = |name: &str, default: u32| turn.text(name).parse::<u32>().unwrap_or(default);
    let (limit, offset) = (whole("limit", 20), whole("offset", 0));
    let at = |number: u32| usize::try_from(number).unwrap_or_default();
    let page: Vec<Json> = items.into_iter().skip(at(offset)).take(at(limit)).collect();
    done(json! {"institutions": page, "pagination": json! {"total": total, "limit": limit, "offset": offset}})
}
