//! Requests from JSON: all that is wrong is found, with the path to it.

use rust_decimal::Decimal;

use crate::code::Code;
use crate::error::Error;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::money::{self, Amount, Currency, Rounding};
use crate::nearest::nearest;
use crate::network;
use crate::provider_list::with_providers;
use crate::text;
use crate::timestamp::Timestamp;

/// Reads the members of objects and keeps what is wrong with them.
///
/// Every question answers nothing where a member is missing or wrong, and a wrong one leaves a finding.
pub(crate) struct Reader {
    /// Where the object is that is being read.
    path: String,
    findings: Vec<Finding>,
}

/// Whether a member must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Required,
    Optional,
}

pub(crate) use Need::{Optional, Required};

impl Reader {
    pub(crate) const fn new() -> Reader {
        Reader { path: String::new(), findings: Vec::new() }
    }

    /// What a question reads from a request, or all that is wrong with that.
    pub(crate) fn ask<T>(json: &Json, question: fn(&mut Reader, &Json) -> Option<T>) -> Result<T, Error> {
        let mut reader = Reader::new();
        let value = question(&mut reader, json);
        reader.finish(value)
    }

    /// Whether nothing was found wrong so far.
    pub(crate) const fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    /// What stands in a member, or nothing where something is wrong with it.
    pub(crate) fn within<T>(&mut self, name: &str, read: impl FnOnce(&mut Reader) -> Option<T>) -> Option<T> {
        let (before, count) = (self.enter(name), self.findings.len());
        let value = read(self);
        self.leave(before);
        if self.findings.len() == count { value } else { None }
    }

    /// The value, or all that is wrong.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Error> {
        match value {
            Some(value) if self.findings.is_empty() => Ok(value),
            _ => Err(Error::from_findings(self.findings)),
        }
    }

    /// Goes to a member; answers where to come back to.
    pub(crate) fn enter(&mut self, name: &str) -> usize {
        let before = self.path.len();
        self.path.push_str(&text::pointer(name));
        before
    }

    /// Goes to an item.
    pub(crate) fn enter_item(&mut self, index: usize) -> usize {
        self.enter(&text::number(index))
    }

    pub(crate) fn leave(&mut self, before: usize) {
        self.path.truncate(before);
    }

    /// Something is wrong with a member of the object that is being read.
    ///
    /// The object itself has no name.
    #[inline(never)]
    pub(crate) fn say(&mut self, name: &str, finding: Finding) {
        let before = if name.is_empty() { self.path.len() } else { self.enter(name) };
        self.findings.push(finding.at_path(self.path.clone()));
        self.leave(before);
    }

    #[inline(never)]
    pub(crate) fn say_code(&mut self, name: &str, code: Code) {
        self.say(name, Finding::new(code));
    }

    /// The value as an object with none but these members, which are separated by blanks.
    pub(crate) fn object<'a>(&mut self, json: &'a Json, known: &str) -> Option<&'a Object> {
        let Json::Object(object) = json else {
            let finding = Finding::new(Code::FieldType).with_text("expected", "object");
            self.findings.push(finding.at_path(self.path.clone()));
            return None;
        };
        for (name, _) in object.iter() {
            if !text::contains_word(known, name) {
                self.say_code(name, Code::FieldUnknown);
            }
        }
        Some(object)
    }

    /// A member that is there and not null.
    pub(crate) fn member<'a>(&mut self, object: &'a Object, name: &str, need: Need) -> Option<&'a Json> {
        let value = object.get(name).filter(|value| !value.is_null());
        if value.is_none() && need == Required {
            self.say_code(name, Code::FieldRequired);
        }
        value
    }

    fn wrong_type(&mut self, name: &str, expected: &'static str) {
        self.say(name, Finding::new(Code::FieldType).with_text("expected", expected));
    }

    pub(crate) fn text<'a>(&mut self, object: &'a Object, name: &str, need: Need) -> Option<&'a str> {
        let value = self.member(object, name, need)?;
        match value.as_str() {
            Some("") => self.say_code(name, Code::ValueEmpty),
            Some(text) => return Some(text),
            None => self.wrong_type(name, "string"),
        }
        None
    }

    pub(crate) fn array<'a>(&mut self, object: &'a Object, name: &str, need: Need) -> Option<&'a [Json]> {
        let value = self.member(object, name, need)?;
        if value.as_array().is_none() {
            self.wrong_type(name, "array");
        }
        value.as_array()
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn say_not_allowed(&mut self, name: &str, allowed: &'static str) {
        self.say(name, Finding::new(Code::ValueNotAllowed).with_text("allowed", allowed));
    }

    /// A value out of a few.
    pub(crate) fn choice<T>(
        &mut self,
        object: &Object,
        name: &str,
        need: Need,
        allowed: &'static str,
        find: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let found = find(self.text(object, name, need)?);
        if found.is_none() {
            self.say_not_allowed(name, allowed);
        }
        found
    }

    pub(crate) fn rounding(&mut self, object: &Object, name: &str, need: Need) -> Option<Rounding> {
        self.choice(object, name, need, Rounding::NAMES, Rounding::find)
    }

    /// An amount, with no more decimals than the currency where one is given.
    pub(crate) fn amount(
        &mut self,
        object: &Object,
        name: &str,
        need: Need,
        currency: Option<Currency>,
    ) -> Option<Amount> {
        let value = self.member(object, name, need)?;
        self.keep(name, money::read_json(value, currency))
    }

    /// An amount that is more than zero.
    pub(crate) fn positive(
        &mut self,
        object: &Object,
        name: &str,
        need: Need,
        currency: Option<Currency>,
    ) -> Option<Amount> {
        let amount = self.amount(object, name, need, currency)?;
        if amount.as_decimal().is_zero() {
            self.say_code(name, Code::AmountZero);
            return None;
        }
        Some(amount)
    }

    /// A number that is zero or more.
    pub(crate) fn decimal(&mut self, object: &Object, name: &str, need: Need) -> Option<Decimal> {
        self.amount(object, name, need, None).map(Amount::as_decimal)
    }

    /// A whole number that is not above the largest.
    pub(crate) fn count(&mut self, object: &Object, name: &str, need: Need, largest: u64) -> Option<u64> {
        self.whole(object, name, need, largest, "0").map(|(_, number)| number)
    }

    /// A whole number that is not above the largest, and whether it is negative.
    pub(crate) fn difference(&mut self, object: &Object, name: &str, need: Need, largest: u64) -> Option<(bool, u64)> {
        self.whole(object, name, need, largest, "-")
    }

    /// The same from a least number in words: a sign alone stands in front of the largest.
    fn whole(
        &mut self,
        object: &Object,
        name: &str,
        need: Need,
        largest: u64,
        least: &'static str,
    ) -> Option<(bool, u64)> {
        let value = self.member(object, name, need)?;
        let digits = value.as_number().or(value.as_str()).unwrap_or_default();
        let negative = digits.strip_prefix(least).filter(|_| least == "-");
        let number = text::whole(negative.unwrap_or(digits));
        if number.is_none() {
            self.wrong_type(name, "whole number");
        }
        if number.is_some_and(|number| number > largest) {
            let mut allowed = least.to_owned();
            if least == "-" {
                text::push_number(&mut allowed, largest);
            }
            allowed.push_str(" to ");
            text::push_number(&mut allowed, largest);
            self.say(name, Finding::new(Code::ValueNotAllowed).with("allowed", allowed));
            return None;
        }
        Some((negative.is_some(), number?))
    }

    pub(crate) fn time(&mut self, object: &Object, name: &str, need: Need) -> Option<Timestamp> {
        let text = self.text(object, name, need)?;
        self.keep(name, text.parse().map_err(|_| Finding::new(Code::TimeStructure)))
    }

    /// A currency by its code, with the decimals that it has on a network, at a provider or as stated.
    pub(crate) fn currency(&mut self, object: &Object, names: CurrencyNames) -> Option<Currency> {
        let code = text::trim(self.text(object, names.currency, Required)?).to_ascii_uppercase();
        let Some(mut currency) = Currency::new(&code) else {
            self.say(names.currency, money::unknown_currency(&code));
            return None;
        };
        if let Some(network) = self.text(object, names.network, Optional) {
            let Some(there) = currency.on_network(network) else {
                let finding = if network::Network::find(network).is_some() {
                    Finding::new(Code::CurrencyNoToken).with("currency", code)
                } else {
                    Finding::new(Code::NetworkUnknown).with_text("allowed", network::NAMES_LISTED)
                };
                self.say(names.network, finding);
                return None;
            };
            currency = there;
        }
        currency = currency.at_provider(&self.named_provider(object, names.is_open)?);
        match self.count(object, names.decimals, Optional, 18) {
            Some(decimals) => currency.with_decimals(u8::try_from(decimals).ok()?),
            None => Some(currency),
        }
    }

    /// The provider of a request, in small letters; an unknown one is an error, as a slip would be computed silently.
    pub(crate) fn provider(&mut self, object: &Object) -> &'static str {
        let Some(name) = self.text(object, "provider", Optional).map(str::to_ascii_lowercase) else {
            return "";
        };
        let mut rest = PROVIDERS;
        while let Some(known) = text::next_word(&mut rest, b' ') {
            if known == name {
                return known;
            }
        }
        let names = || {
            let mut rest = PROVIDERS;
            std::iter::from_fn(move || text::next_word(&mut rest, b' '))
        };
        let mut finding = Finding::new(Code::ValueNotAllowed).with("allowed", text::listed(names()));
        if let Some(near) = nearest(&name, names()) {
            finding = finding.suggesting(near.to_owned());
        }
        self.say("provider", finding);
        ""
    }

    /// The provider's name: any, where it is one of the caller's own.
    fn named_provider(&mut self, object: &Object, is_open: bool) -> Option<String> {
        if is_open {
            let name = object.get("provider").and_then(Json::as_str).unwrap_or_default();
            return Some(name.to_ascii_lowercase());
        }
        let before = self.findings.len();
        // what was said already is not said twice
        let is_said = self.findings.iter().any(|finding| finding.path() == "/provider");
        let name = if is_said { "" } else { self.provider(object) };
        (self.findings.len() == before).then(|| name.to_owned())
    }

    /// The value, or the finding about a member.
    pub(crate) fn keep<T>(&mut self, name: &str, result: Result<T, Finding>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(finding) => {
                self.say(name, finding);
                None
            }
        }
    }
}

/// Under which names a currency is given.
#[derive(Clone, Copy)]
pub(crate) struct CurrencyNames {
    pub(crate) currency: &'static str,
    pub(crate) network: &'static str,
    pub(crate) decimals: &'static str,
    /// Whether the provider may be any name of the caller's own.
    pub(crate) is_open: bool,
}

macro_rules! names {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal $module:ident :: $api:ident;)+) => {
        concat!("bridge", $(" ", $name,)+ " stripe")
    };
}

/// The providers that are known by name: those with requests here, and Bridge and Stripe, whose numbers are known.
pub(crate) const PROVIDERS: &str = with_providers! { names };

/// The currency of requests that have one alone.
pub(crate) const CURRENCY: CurrencyNames =
    CurrencyNames { currency: "currency", network: "network", decimals: "decimals", is_open: false };
