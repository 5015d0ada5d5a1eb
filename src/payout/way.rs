//! What a configuration says of the steps of a provider: settings, and the inputs of requests filled with what is known.

use crate::error::{Error, ErrorCode};
use crate::json::{Json, Object};
use crate::provider::procedure::{Asked, Procedure, Step};
use crate::provider::{Provider, template};

use super::item::Item;

/// How a provider is paid by, with what the configuration says of it.
#[derive(Debug)]
pub struct Way {
    provider: Provider,
    procedure: &'static Procedure,
    settings: Vec<(&'static str, bool, Json)>,
    inputs: Vec<Json>,
}

/// What an answer to a step comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// What it gives.
    All(Object),
    /// It lacks what it is for, which will be there later.
    NotYet,
    /// It lacks what it is for, or has what cannot be kept.
    Unclear,
    /// It is about another amount than the payment's.
    OtherAmount,
}

/// How long a value may be that is kept.
const MAX_VALUE: usize = 16 * 1024;

impl Way {
    /// Reads `{settings?: {name: value}, inputs?: {step: {member: value}}}`, in which texts may have placeholders, as in the
    /// description of a gateway.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID` where the provider pays nothing out, a setting or a step is unknown, or a needed setting is missing.
    pub fn read(provider: Provider, config: &Json) -> Result<Way, Error> {
        let procedure = provider.procedures().iter().find(|procedure| !procedure.is_on_ramp);
        let procedure = procedure.ok_or_else(|| wrong("the provider pays nothing out").in_field("provider"))?;
        let said = object(config, "settings")?;
        let changed = object(config, "inputs")?;
        if let Some((name, _)) = said.iter().find(|(name, _)| procedure.settings.iter().all(|it| it.name != *name)) {
            return Err(wrong("there is no setting of this name").in_field(name.to_owned()));
        }
        if let Some((name, _)) = changed.iter().find(|(name, _)| procedure.steps.iter().all(|it| it.name != *name)) {
            return Err(wrong("there is no step of this name").in_field(name.to_owned()));
        }
        let mut settings = Vec::new();
        for setting in procedure.settings {
            let value = said.get(setting.name).cloned().unwrap_or_else(|| Json::text(setting.default));
            if setting.is_needed && value.as_str() == Some("") {
                return Err(wrong("this setting is needed").in_field(setting.name));
            }
            settings.push((setting.name, setting.is_needed, value));
        }
        let mut inputs = Vec::new();
        for step in procedure.steps {
            let own = if step.input.is_empty() { Ok(Json::Null) } else { step.input.parse::<Json>() };
            let mut input = own.map_err(|_| wrong("the step's own input is no JSON").in_field(step.name))?;
            if let (Json::Object(members), Some(Json::Object(changed))) = (&mut input, changed.get(step.name)) {
                for (name, value) in changed.iter() {
                    members.insert(name, value.clone());
                }
            }
            inputs.push(input);
        }
        Ok(Way { provider, procedure, settings, inputs })
    }

    /// Whose steps they are.
    #[must_use]
    pub const fn provider(&self) -> Provider {
        self.provider
    }

    /// The steps.
    #[must_use]
    pub const fn procedure(&self) -> &'static Procedure {
        self.procedure
    }

    /// Whether any step asks the payer's treasury.
    #[must_use]
    pub fn asks_treasury(&self) -> bool {
        self.procedure.steps.iter().any(|step| matches!(step.asked, Asked::Treasury(_)))
    }

    /// A step by its place.
    #[must_use]
    pub fn step(&self, place: usize) -> Option<&'static Step> {
        self.procedure.steps.get(place)
    }

    /// What is known of a payment: what its row says, and the settings.
    ///
    /// # Errors
    /// The name of a needed setting that the row has no value for.
    pub fn known(&self, row: &Object) -> Result<Object, &'static str> {
        let mut known = row.clone();
        for (name, is_needed, value) in &self.settings {
            match template::filled(value, row).filter(|value| value.as_str() != Some("")) {
                Some(value) => known.insert(*name, value),
                None if *is_needed => return Err(name),
                None => {}
            }
        }
        Ok(known)
    }

    /// All that is known of an item: of its row, of its settings, and of what earlier steps gave. `reference` is its key,
    /// which is fixed for the attempt.
    #[must_use]
    pub fn all_known(item: &Item, known: &Object) -> Object {
        let mut all = known.clone();
        all.insert("reference", item.key());
        all.insert("paymentId", item.reference.as_str());
        for (name, value) in item.given.iter() {
            all.insert(name, value.clone());
        }
        all
    }

    /// The input of a step.
    #[must_use]
    pub fn input(&self, place: usize, all: &Object) -> Json {
        self.inputs.get(place).and_then(|input| template::filled(input, all)).unwrap_or(Json::Null)
    }

    /// What the step's list of orders is asked with.
    #[must_use]
    pub fn inquiry(step: &Step, all: &Object) -> Object {
        let crate::provider::procedure::Inquire::List(text) = step.inquire else { return Object::new() };
        match text.parse().ok().and_then(|json| template::filled(&json, all)) {
            Some(Json::Object(members)) => members,
            _ => Object::new(),
        }
    }

    /// The step before this one whose answer is not kept, since it is secret, and is needed for it.
    #[must_use]
    pub fn secret_before(&self, place: usize, all: &Object) -> Option<usize> {
        let steps = self.procedure.steps;
        let missing = |step: &Step| step.gives.iter().any(|(name, _)| all.get(name.trim_start_matches('?')).is_none());
        steps.iter().take(place).rposition(|step| step.is_secret && missing(step)).filter(|secret| {
            let mut names = Vec::new();
            if let Some(input) = self.inputs.get(place) {
                template::names(input, &mut names);
            }
            steps
                .get(*secret)
                .is_some_and(|step| step.gives.iter().any(|(given, _)| names.iter().any(|it| it == given)))
        })
    }

    /// What an answer to a step gives.
    #[must_use]
    pub fn given(step: &Step, values: &Object, all: &Object) -> Given {
        let mut given = Object::new();
        for (name, place) in step.gives {
            let found =
                if *place == "." { Some(Json::Object(values.clone())) } else { template::find(values, place).cloned() };
            match found {
                Some(value) if value.to_string().len() <= MAX_VALUE => {
                    given.insert(name.trim_start_matches('?'), value);
                }
                None if name.starts_with('?') => {}
                None if step.is_awaited => return Given::NotYet,
                _ => return Given::Unclear,
            }
        }
        let text = |values: &Object, name: &str| {
            let value = template::find(values, name)?;
            value.as_str().or(value.as_number()).map(str::to_owned)
        };
        for (amount, currency) in step.holds {
            let (Some(amount), Some(currency)) = (text(values, amount), text(values, currency)) else { continue };
            let paid = text(all, "amountDecimal").unwrap_or_default();
            if text(all, "currency").as_deref() == Some(currency.as_str()) && !is_same(&amount, &paid) {
                return Given::OtherAmount;
            }
        }
        Given::All(given)
    }
}

/// Whether two amounts are the same, however many zeros they end with.
fn is_same(a: &str, b: &str) -> bool {
    let read = |text: &str| text.parse::<rust_decimal::Decimal>().ok();
    matches!((read(a), read(b)), (Some(a), Some(b)) if a == b)
}

fn object(config: &Json, name: &'static str) -> Result<Object, Error> {
    match config.get(name) {
        None => Ok(Object::new()),
        Some(Json::Object(object)) => Ok(object.clone()),
        Some(_) => Err(wrong("an object is needed").in_field(name)),
    }
}

fn wrong(message: &'static str) -> Error {
    Error::new(ErrorCode::ArgumentInvalid, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_held_to_the_providers_table() {
        let read = |config: &str| Way::read(Provider::Swiftpay, &config.parse().unwrap());
        assert_eq!(read(r#"{"settings":{"wallets":"w"}}"#).unwrap_err().field(), "wallets");
        assert_eq!(read(r#"{"inputs":{"pay":{}}}"#).unwrap_err().field(), "pay");
        let way = read(r#"{"settings":{"wallet":"w1"}}"#).unwrap();
        let row: Json = r#"{"amount":"2500","currency":"INR","upiId":"a@okaxis"}"#.parse().unwrap();
        let known = way.known(row.as_object().unwrap()).unwrap();
        let item = Item { attempt: 1, ..Item::planned(3, "P") };
        assert_eq!(
            way.input(0, &Way::all_known(&item, &known)).to_string(),
            r#"{"walletId":"w1","transactionId":"P-3-1","amount":"2500","currency":"INR","accountDetails":{"upiId":"a@okaxis"}}"#
        );
        // the default is a member that a file has no column for
        let way = read("{}").unwrap();
        assert_eq!(way.known(row.as_object().unwrap()), Err("wallet"));
    }

    #[test]
    fn a_quote_for_another_amount_is_none() {
        let step = Provider::Sentra.procedures()[0].steps.iter().find(|step| step.name == "createQuote").unwrap();
        let of = |answer: &str| {
            let values: Json = answer.parse().unwrap();
            let all: Json = r#"{"amountDecimal":"100.00","currency":"USD"}"#.parse().unwrap();
            Way::given(step, values.as_object().unwrap(), all.as_object().unwrap())
        };
        assert!(matches!(of(r#"{"id":"q","destinationAmount":100,"destinationCurrency":"USD"}"#), Given::All(_)));
        assert_eq!(of(r#"{"id":"q","destinationAmount":"100.01","destinationCurrency":"USD"}"#), Given::OtherAmount);
        assert_eq!(of(r#"{"status":"x"}"#), Given::Unclear);
    }
}
