//! Which corridor a destination takes: by what was asked for, or else by the fields that are there.

use super::corridor::{self, Corridor};
use super::field::{FieldName, Fields};
use super::rail::Rail;
use crate::code::Code;
use crate::country::Country;
use crate::finding::Finding;
use crate::text;

/// What is known of a payment before its fields are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    /// The currency's code, in capitals.
    pub(crate) currency: &'a str,
    pub(crate) rail: Option<Rail>,
    pub(crate) country: Option<Country>,
    /// The provider whose document applies; empty for the rails' public rules.
    pub(crate) provider: &'a str,
}

/// The rails that the fields of a destination speak of, as bits in the order of [`Rail::ALL`]: those that only
/// this rail pays to in the low byte, those that may be there for other reasons in the high one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told(u16);

const fn bits(names: &[FieldName]) -> u32 {
    let (mut bits, mut rest) = (0, names);
    while let [first, others @ ..] = rest {
        bits |= first.bit();
        rest = others;
    }
    bits
}

/// The fields that tell a rail, and those that only hint at it.
const TELLING: &[(Rail, u32, u32)] = &[
    (
        Rail::Bank,
        bits(&[FieldName::AccountNumber, FieldName::Iban, FieldName::Clabe, FieldName::Cbu, FieldName::Cci]),
        bits(&[
            FieldName::BankName,
            FieldName::Swift,
            FieldName::Aba,
            FieldName::SortCode,
            FieldName::Bsb,
            FieldName::InstitutionNumber,
            FieldName::Transit,
            FieldName::Ifsc,
        ]),
    ),
    (Rail::Vpa, bits(&[FieldName::Vpa]), 0),
    (
        Rail::MobileMoney,
        bits(&[FieldName::MobileProvider, FieldName::Till, FieldName::Paybill]),
        bits(&[FieldName::Phone]),
    ),
    (Rail::Proxy, bits(&[FieldName::PixKey, FieldName::ProxyId]), 0),
    (Rail::Card, bits(&[FieldName::CardNumber]), 0),
    (Rail::Crypto, bits(&[FieldName::Network]), bits(&[FieldName::Address])),
];

/// What names an account at a bank without the fields of most corridors: aliases, and the account numbers of Mexico,
/// Argentina and Peru, where banks keep accounts in other currencies, too.
const OTHER_NAMES: u32 =
    bits(&[FieldName::Clabe, FieldName::Cbu, FieldName::Cci, FieldName::PixKey, FieldName::ProxyId]);

/// The bit that says that one of these alone names the account.
const IS_NAMED_OTHERWISE: u16 = 1 << 7;

impl Told {
    /// Where the rail was named, what else the fields say of the corridor.
    #[inline]
    pub(crate) const fn with_rail_named(fields: &Fields<'_>) -> Told {
        let is_alone = !fields.has_any(bits(&[FieldName::AccountNumber, FieldName::Iban]));
        Told(if is_alone && fields.has_any(OTHER_NAMES) { IS_NAMED_OTHERWISE } else { 0 })
    }

    /// Reads them off the fields.
    #[inline]
    pub(crate) fn of(fields: &Fields<'_>) -> Told {
        let Told(mut told) = Told::with_rail_named(fields);
        for (index, (_, certain, hint)) in TELLING.iter().enumerate() {
            told |= u16::from(fields.has_any(*certain)).wrapping_shl(u32::try_from(index).unwrap_or(0));
            told |= u16::from(fields.has_any(*hint)).wrapping_shl(u32::try_from(index).unwrap_or(0).wrapping_add(8));
        }
        Told(told)
    }

    /// Whether the fields are certain of no rail but mobile money. An account goes with a paybill number.
    pub(super) fn are_of_wallet(fields: &Fields<'_>) -> bool {
        let own = if fields.get(FieldName::Paybill).is_some() { FieldName::AccountNumber.bit() } else { 0 };
        TELLING.iter().all(|(rail, certain, _)| *rail == Rail::MobileMoney || !fields.has_any(certain & !own))
    }

    pub(crate) const fn as_bits(self) -> u16 {
        self.0
    }

    /// Says that another destination is given besides the corridor's, and nothing tells which of them is meant.
    #[cfg_attr(page, optimize(speed))]
    pub(crate) fn several(self, corridor: &Corridor, fields: &Fields<'_>) -> Option<Finding> {
        // an account at a till's bank goes with a paybill number alone
        let is_plain = fields.get(FieldName::Paybill).is_none();
        let own = || corridor.mask() & if is_plain { !FieldName::AccountNumber.bit() } else { u32::MAX };
        let [certain, _] = (self.0 & !IS_NAMED_OTHERWISE).to_le_bytes();
        let is_of_another = |(rail, certain, _): &(Rail, u32, u32)| {
            // whether money or tokens are paid says the currency
            *rail != corridor.rail && *rail != Rail::Crypto && fields.has_any(certain & !own())
        };
        // most speak of one rail
        let is_several = certain & certain.wrapping_sub(1) != 0 && corridor.rail != Rail::Crypto;
        let is_other = is_several && TELLING.iter().any(is_of_another);
        let wallets = [FieldName::Phone, FieldName::Till, FieldName::Paybill];
        let is_double = corridor.rail == Rail::MobileMoney
            && wallets.into_iter().filter(|name| fields.get(*name).is_some()).count() > 1;
        if is_other || is_double { Some(ambiguous(fields)) } else { None }
    }

    /// The rails, those that are certain; only where there are none, those that are hinted at.
    fn rails(self) -> impl Iterator<Item = Rail> {
        let [certain, hinted] = self.0.to_le_bytes();
        let told = if certain == 0 { hinted } else { certain };
        TELLING.iter().enumerate().filter(move |(index, _)| told >> index & 1 == 1).map(|(_, (rail, ..))| *rail)
    }
}

/// Where a destination leads: a corridor, or the reason why its fields can only be judged one by one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Route {
    pub(crate) rail: Option<Rail>,
    pub(crate) end: Result<Corridor, Code>,
}

/// Finds the corridor. Where no rail was asked for, it is the first of the currency's that the fields speak of;
/// where they speak of none, the first of the currency.
pub(crate) fn route(asked: &Asked<'_>, told: Told) -> Route {
    let by = |rail| corridor::find(asked.currency, rail, asked.provider);
    let Some(first) = corridor::first(asked.currency, asked.provider) else {
        return Route { rail: asked.rail, end: Err(Code::CurrencyNoCorridor) };
    };
    let (rail, found) = match asked.rail {
        Some(rail) => (rail, by(rail)),
        None => match told.rails().find_map(by) {
            Some(corridor) => (corridor.rail, Some(corridor)),
            None => told.rails().next().map_or((first.rail, Some(first)), |rail| (rail, None)),
        },
    };
    let end = match found {
        None => Err(Code::RailNotAvailable),
        Some(corridor) if asked.country.is_some_and(|country| !corridor.leads_to(country)) => {
            Err(Code::CountryNotInCorridor)
        }
        // what a provider's document demands, it demands of these, too
        Some(corridor)
            if told.0 & IS_NAMED_OTHERWISE != 0
                && corridor.rail == Rail::Bank
                && corridor.provider.is_empty()
                && corridor.mask() & OTHER_NAMES == 0 =>
        {
            Err(Code::RailNotAvailable)
        }
        Some(corridor) => Ok(corridor),
    };
    Route { rail: Some(rail), end }
}

/// All fields that name a destination.
#[cold]
fn ambiguous(fields: &Fields<'_>) -> Finding {
    let all = TELLING.iter().fold(FieldName::Phone.bit(), |all, (_, certain, _)| all | certain);
    let given = fields.besides(!all);
    Finding::new(Code::DestinationAmbiguous).with("fields", text::listed(given.map(FieldName::as_str)))
}

/// Says why there is no corridor.
#[cold]
pub(crate) fn not_covered(code: Code, currency: &str, rail: Option<Rail>, country: Option<Country>) -> Finding {
    let finding = Finding::new(code).with("currency", currency.to_owned());
    if code == Code::CurrencyNoCorridor {
        return finding;
    }
    let finding = finding.with_text("rail", rail.map_or("", Rail::as_str));
    match country {
        Some(country) if code == Code::CountryNotInCorridor => finding.with("country", country.as_str().to_owned()),
        _ => finding,
    }
}
