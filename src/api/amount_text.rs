//! Questions about how an amount is written: with the signs of its reader's locale, and in words.

use crate::error::Error;
use crate::json::{Json, Object, serialize_as_json};
use crate::money::{Amount, Currency, Display, LANGUAGES, Locale};
use crate::quote::{CURRENCY, Optional, Reader, Required};

/// An amount as it is written for people.
#[derive(Clone, Debug)]
pub struct AmountText {
    /// The currency, with the decimals that were applied.
    pub currency: Currency,
    /// The amount with all decimals of the currency.
    pub amount: Amount,
    /// How it is written.
    pub text: String,
}

/// Writes an amount with the signs, the grouping and the order of a locale: `{amount, currency, network?, provider?,
/// decimals?, locale?, display?}`.
///
/// `locale` is a language, with or without a country, such as `en`, `en-IN`, `hi`, `de-CH`; English by default, with lakhs
/// and crores for rupees. `display` is what stands for the currency: its `code` (the default), a `symbol` that no other
/// currency has (`US$`, `€`, `₹`), or `none`. Blanks are no-break spaces, as CLDR has them; digits are 0 to 9.
///
/// # Errors
/// `INPUT_INVALID` with all findings: an amount that is none, a language that is not known.
///
/// ```
/// use offramp_core::{Json, api};
///
/// let rupees: Json = r#"{"amount": "1234567.5", "currency": "INR", "display": "symbol"}"#.parse()?;
/// assert_eq!(api::format_amount(&rupees)?.text, "₹12,34,567.50");
/// let euros: Json = r#"{"amount": "1234.5", "currency": "EUR", "locale": "de"}"#.parse()?;
/// assert_eq!(api::format_amount(&euros)?.text, "1.234,50\u{a0}EUR");
/// # Ok::<(), offramp_core::Error>(())
/// ```
pub fn format_amount(request: &Json) -> Result<AmountText, Error> {
    Reader::ask(request, format)
}

/// Writes an amount in words: `{amount, currency, network?, provider?, decimals?, locale?}`.
///
/// `locale` is `en` (thousands and millions), `en-IN` (lakhs and crores; also `NP`, `PK`, `BD`, `LK`) or `hi`; English by
/// default, with lakhs and crores for rupees. Currencies whose units have no common name here keep their code, and what
/// is less than one is a fraction: `one hundred USDC and 500000/1000000`.
///
/// # Errors
/// `INPUT_INVALID` with all findings: an amount that is none, a language that is not known.
///
/// ```
/// use offramp_core::{Json, api};
///
/// let rupees: Json = r#"{"amount": "123456.50", "currency": "INR"}"#.parse()?;
/// let words = api::amount_in_words(&rupees)?.text;
/// assert_eq!(words, "one lakh twenty-three thousand four hundred fifty-six rupees and fifty paise");
/// # Ok::<(), offramp_core::Error>(())
/// ```
pub fn amount_in_words(request: &Json) -> Result<AmountText, Error> {
    Reader::ask(request, in_words)
}

pub(super) fn format(reader: &mut Reader, request: &Json) -> Option<AmountText> {
    write(reader, request, false)
}

pub(super) fn in_words(reader: &mut Reader, request: &Json) -> Option<AmountText> {
    write(reader, request, true)
}

fn write(reader: &mut Reader, request: &Json, is_words: bool) -> Option<AmountText> {
    let members = if is_words {
        "amount currency network provider decimals locale"
    } else {
        "amount currency network provider decimals locale display"
    };
    let object = reader.object(request, members)?;
    let currency = reader.currency(object, CURRENCY);
    let amount = reader.amount(object, "amount", Required, currency);
    let display =
        if is_words { None } else { reader.choice(object, "display", Optional, Display::NAMES, Display::find) };
    let given = object.get("locale").is_some_and(|locale| !locale.is_null());
    let locale = reader.choice(object, "locale", Optional, Locale::WHAT, Locale::find);
    let currency = currency?;
    let locale = if given { locale? } else { Locale::of(currency)? };
    let amount = amount?.in_currency(currency)?;
    let text = if is_words {
        locale.words(amount, currency)
    } else {
        Some(locale.format(amount, currency, display.unwrap_or(Display::Code)))
    };
    if text.is_none() {
        reader.say_not_allowed("locale", LANGUAGES);
    }
    Some(AmountText { currency, amount, text: text? })
}

impl AmountText {
    /// `{currency, amount, text}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("currency", self.currency.as_str());
        json.put_text("amount", &self.amount.text());
        json.put_text("text", &self.text);
        Json::Object(json)
    }
}

serialize_as_json!(AmountText);
