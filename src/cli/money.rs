//! The arguments of an amount of money, as several commands take them.

use crate::json::Object;

#[derive(Debug, clap::Args)]
pub(super) struct MoneyArgs {
    /// The amount, such as 1250.50
    #[arg(allow_hyphen_values = true)]
    amount: String,

    /// The currency's or token's code
    currency: String,

    /// The network of a token, which may decide its decimals
    #[arg(long, value_name = "NETWORK")]
    network: Option<String>,

    /// The provider, which may count the currency in fewer decimals
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,

    /// How many decimals the currency has there
    #[arg(long, value_name = "NUMBER")]
    decimals: Option<u32>,
}

impl MoneyArgs {
    /// The request with these members, the amount under the name that the question has for it.
    pub(super) fn request(&self, amount: &'static str) -> Object {
        let mut request = Object::new();
        request.insert(amount, self.amount.as_str());
        request.insert("currency", self.currency.as_str());
        put(&mut request, "network", self.network.as_ref());
        put(&mut request, "provider", self.provider.as_ref());
        if let Some(decimals) = self.decimals {
            request.insert("decimals", decimals);
        }
        request
    }
}

/// Puts what is given.
pub(super) fn put(object: &mut Object, name: &str, value: Option<&String>) {
    if let Some(value) = value {
        object.insert(name, value.as_str());
    }
}

/// Puts all that is given, under the names that the question has.
pub(super) fn put_all(object: &mut Object, members: &[(&str, &Option<String>)]) {
    for (name, value) in members {
        put(object, name, value.as_ref());
    }
}
