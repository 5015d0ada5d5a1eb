//! Names of fields that mean something else in some payments: the network of a mobile phone, and an e-mail address.

use super::corridor;
use super::field::{FieldName, Fields};
use super::rail::Rail;
use super::route::{Asked, Told};
use super::wallet::{self, Found};
use crate::network::{self, Network};

/// The fields with the mobile-money service in its place, where the network is no chain but whose phone it is, as in
/// `network: Safaricom`: the currency is paid to wallets, and nothing else names a destination.
pub(crate) fn network_as_service<'a>(fields: &Fields<'a>, asked: &Asked<'_>) -> Option<Fields<'a>> {
    let text = fields.get(FieldName::Network)?;
    if asked.rail.is_some_and(|rail| rail != Rail::MobileMoney)
        || fields.get(FieldName::MobileProvider).is_some()
        || fields.get(FieldName::Address).is_some()
        || Network::find(text).is_some()
        || network::find_other(text).is_some()
    {
        return None;
    }
    corridor::find(asked.currency, Rail::MobileMoney, asked.provider)?;
    let mut turned = *fields;
    turned.forget(FieldName::Network);
    let is_service = || wallet::find(text, None) != Found::Unknown;
    // an account goes with a paybill number
    let is_wallet = turned.get(FieldName::Phone).is_some() || turned.get(FieldName::Paybill).is_some();
    if !(is_wallet || is_service()) || !Told::are_of_wallet(&turned) {
        return None;
    }
    turned.set(FieldName::MobileProvider, text);
    Some(turned)
}

/// Whether an e-mail address among fields that it is not one of is an alias of the account, as at Interac: nothing else
/// says where the money goes.
pub(crate) fn is_alias(email: &str, fields: &Fields<'_>) -> bool {
    email.bytes().any(|byte| byte == b'@') && Told::of(fields) == Told::default()
}
