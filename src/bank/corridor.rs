//! The table of corridors: which fields a currency needs by which rail.
//!
//! Adding a currency or a rail is adding a row.

use std::fmt;
use std::str::FromStr;

use super::field::FieldName;
use super::wallet;
use crate::error::{Error, ErrorCode};
use crate::identifier::Kind;
use crate::network;

/// How the money travels.
///
/// ```
/// use offramp_core::api::Rail;
///
/// assert_eq!("UPI".parse::<Rail>()?, Rail::Vpa);
/// # Ok::<(), offramp_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
pub enum Rail {
    /// To a bank account.
    Bank,
    /// To a UPI address.
    Vpa,
    /// To a mobile-money wallet.
    MobileMoney,
    /// To an address on a chain.
    Crypto,
}

impl Rail {
    /// Every rail.
    pub(crate) const ALL: &'static [Rail] = &[Rail::Bank, Rail::Vpa, Rail::MobileMoney, Rail::Crypto];

    /// `"bank"`, `"vpa"`, `"mobile_money"` or `"crypto"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Rail::Bank => "bank",
            Rail::Vpa => "vpa",
            Rail::MobileMoney => "mobile_money",
            Rail::Crypto => "crypto",
        }
    }

    /// The rail of a name in any of its spellings.
    pub(crate) fn find(name: &str) -> Option<Rail> {
        if let Some(rail) = Rail::ALL.iter().find(|rail| rail.as_str() == name) {
            return Some(*rail);
        }
        Some(match super::field::plain(name).as_str() {
            "bank" | "banktransfer" | "bankaccount" => Rail::Bank,
            "vpa" | "upi" => Rail::Vpa,
            "mobilemoney" | "momo" => Rail::MobileMoney,
            "crypto" | "token" | "onchain" => Rail::Crypto,
            _ => return None,
        })
    }
}

impl fmt::Display for Rail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Rail {
    type Err = Error;

    /// Reads the name of a rail, in any of its spellings.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID`.
    fn from_str(name: &str) -> Result<Rail, Error> {
        Rail::find(name).ok_or_else(|| {
            Error::new(ErrorCode::ArgumentInvalid, "the rail is none of bank, vpa, mobile_money and crypto")
                .in_field("rail")
        })
    }
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// An identifier.
    Identifier(Kind),
    /// An account number of digits only, from so many to so many.
    Digits(usize, usize),
    /// An account number of letters and digits, from so many to so many.
    Alphanumeric(usize, usize),
    /// A routing number of the USA where there are none.
    ForeignAba,
    /// One line of text of at most so many characters.
    Text(usize),
    /// Three digits.
    Institution,
    /// Five digits, or the forms that hold the institution as well.
    Transit,
    /// A bank by its name or number at the clearing house of Nepal.
    NepalBank,
    /// A mobile-money service.
    Service,
    /// A network of the table.
    Network,
    /// An address on the network that the field `network` names.
    Address,
    /// A transaction hash on the network that the field `network` names.
    TransactionHash,
    /// What tells the payment from others to the same address.
    Memo,
}

/// One field of a corridor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: FieldName,
    pub(crate) required: bool,
    pub(crate) rule: Rule,
    pub(crate) example: &'static str,
    pub(crate) help: &'static str,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Corridor {
    pub(crate) currency: &'static str,
    /// The country, where there is only one.
    pub(crate) country: Option<&'static str>,
    pub(crate) rail: Rail,
    pub(crate) fields: &'static [Field],
    /// Groups of fields of which one is needed.
    /// At most one of them, as long as the JSON Schema is not taught to write several.
    pub(crate) any_of: &'static [&'static [FieldName]],
    /// Business days until the money arrives, from and to, where a document says so.
    pub(crate) settlement: Option<(u8, u8)>,
}

impl Corridor {
    /// The fields as bits.
    pub(crate) fn mask(&self) -> u32 {
        self.fields.iter().fold(0, |mask, field| mask | field.name.bit())
    }
}

/// What there is for a currency and perhaps a rail.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lookup {
    Found(&'static Corridor),
    /// The currency is paid, but not by this rail.
    OtherRail,
    /// The currency is paid by several rails, of which one must be named.
    Ambiguous,
    /// The currency is not in the table.
    None,
}

/// The corridor of a currency; the rail may be left out where there is only one.
pub(crate) fn find(currency: &str, rail: Option<Rail>) -> Lookup {
    let mut rows = CORRIDORS.iter().filter(|row| row.currency == currency);
    match rail {
        Some(rail) => match rows.clone().find(|row| row.rail == rail) {
            Some(row) => Lookup::Found(row),
            None if rows.next().is_some() => Lookup::OtherRail,
            None => Lookup::None,
        },
        None => match (rows.next(), rows.next()) {
            (Some(row), None) => Lookup::Found(row),
            (Some(_), Some(_)) => Lookup::Ambiguous,
            (None, _) => Lookup::None,
        },
    }
}

/// The first corridor of a currency.
pub(crate) fn first(currency: &str) -> Option<&'static Corridor> {
    CORRIDORS.iter().find(|row| row.currency == currency)
}

const fn needed(name: FieldName, rule: Rule, example: &'static str, help: &'static str) -> Field {
    Field { name, required: true, rule, example, help }
}

const fn optional(name: FieldName, rule: Rule, example: &'static str, help: &'static str) -> Field {
    Field { name, required: false, rule, example, help }
}

const BANK_NAME: Field =
    needed(FieldName::BankName, Rule::Text(140), "Example Bank", "The bank's name as it calls itself.");
const ACCOUNT_NAME: Field =
    optional(FieldName::AccountName, Rule::Text(140), "John Doe", "The holder's name as the bank knows it.");
const BANK_ADDRESS: Field = optional(
    FieldName::BankAddress,
    Rule::Text(300),
    "1 Main Street, New York",
    "Street, city and country of the bank.",
);
const SWIFT_HELP: &str = "8 or 11 letters and digits; on statements called BIC or SWIFT.";
const PHONE_HELP: &str = "The number of the wallet, with + and the calling code.";

const fn mobile_money(currency: &'static str, country: &'static str, fields: &'static [Field; 3]) -> Corridor {
    Corridor { currency, country: Some(country), rail: Rail::MobileMoney, fields, any_of: &[], settlement: None }
}

const fn wallet(phone: &'static str, service: &'static str) -> [Field; 3] {
    [
        needed(FieldName::Phone, Rule::Identifier(Kind::Phone), phone, PHONE_HELP),
        needed(FieldName::MobileProvider, Rule::Service, service, "The service that the wallet is with."),
        ACCOUNT_NAME,
    ]
}

const CRYPTO: &[Field] = &[
    needed(
        FieldName::Network,
        Rule::Network,
        "ETH",
        "The network that the tokens are sent on. On another one they are lost.",
    ),
    needed(
        FieldName::Address,
        Rule::Address,
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "The address on that network.",
    ),
    optional(FieldName::Memo, Rule::Memo, "1234567", "What an exchange asks for besides its address."),
    optional(
        FieldName::TransactionHash,
        Rule::TransactionHash,
        "0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b",
        "The hash of the transfer, once it is made.",
    ),
];

/// Sources: document 001's table of bank account requirements for USD to SGD; document 002 for INR;
/// document 000 for NPR and mobile money.
///
/// A length of account numbers is the widest that a public source has, since a limit stricter than the rail's
/// turns away accounts that can be paid:
/// - USD, 2 to 18 digits: Adyen's transfer API (17 fit an ACH entry, Nacha; Stripe has 1 to 17);
/// - GBP, 8: Pay.UK; CAD, 5 to 12: Payments Canada, standard 005, and Adyen;
/// - AUD, 4 to 10: Stripe (4 at Cuscal's BSBs, 80x-xxx) and GoCardless (5 to 10); a Direct Entry file holds 9;
/// - SGD, 4 to 19: Adyen (UOB's virtual accounts have up to 18, accounts of 15 are paid by FAST);
/// - INR, 5 to 20: Wise and Worldpay (NPCI's banks print 9 to 18);
/// - NPR, EUR by account number: up to 34, the longest that ISO 20022 carries.
pub(crate) static CORRIDORS: &[Corridor] = &[
    Corridor {
        currency: "USD",
        country: None,
        rail: Rail::Bank,
        fields: &[
            BANK_NAME,
            needed(FieldName::AccountNumber, Rule::Digits(2, 18), "000123456789", "2 to 18 digits."),
            optional(
                FieldName::Aba,
                Rule::Identifier(Kind::Aba),
                "021000021",
                "Nine digits, at the bottom left of a cheque.",
            ),
            optional(FieldName::Swift, Rule::Identifier(Kind::Bic), "CHASUS33", SWIFT_HELP),
            ACCOUNT_NAME,
            BANK_ADDRESS,
        ],
        any_of: &[&[FieldName::Aba, FieldName::Swift]],
        settlement: Some((1, 2)),
    },
    Corridor {
        currency: "EUR",
        country: None,
        rail: Rail::Bank,
        fields: &[
            BANK_NAME,
            optional(FieldName::AccountNumber, Rule::Alphanumeric(4, 34), "1234567890", "Only where there is no IBAN."),
            optional(
                FieldName::Iban,
                Rule::Identifier(Kind::Iban),
                "DE89370400440532013000",
                "Begins with the country's two letters.",
            ),
            needed(FieldName::Swift, Rule::Identifier(Kind::Bic), "COBADEFF", SWIFT_HELP),
            ACCOUNT_NAME,
            BANK_ADDRESS,
        ],
        any_of: &[&[FieldName::AccountNumber, FieldName::Iban]],
        settlement: Some((1, 1)),
    },
    Corridor {
        currency: "GBP",
        country: None,
        rail: Rail::Bank,
        fields: &[
            BANK_NAME,
            optional(FieldName::AccountNumber, Rule::Digits(8, 8), "31926819", "Eight digits."),
            optional(
                FieldName::Iban,
                Rule::Identifier(Kind::Iban),
                "GB29NWBK60161331926819",
                "Begins with the country's two letters.",
            ),
            needed(FieldName::Swift, Rule::Identifier(Kind::Bic), "NWBKGB2L", SWIFT_HELP),
            ACCOUNT_NAME,
            optional(
                FieldName::SortCode,
                Rule::Identifier(Kind::SortCode),
                "601613",
                "Six digits, printed as 60-16-13.",
            ),
        ],
        any_of: &[&[FieldName::AccountNumber, FieldName::Iban]],
        settlement: Some((1, 1)),
    },
    Corridor {
        currency: "CAD",
        country: Some("CA"),
        rail: Rail::Bank,
        fields: &[
            BANK_NAME,
            needed(FieldName::AccountNumber, Rule::Digits(5, 12), "1234567", "5 to 12 digits."),
            needed(FieldName::InstitutionNumber, Rule::Institution, "003", "The three digits of the bank."),
            needed(FieldName::Transit, Rule::Transit, "00012", "The five digits of the branch."),
            ACCOUNT_NAME,
        ],
        any_of: &[],
        settlement: Some((1, 1)),
    },
    Corridor {
        currency: "AUD",
        country: Some("AU"),
        rail: Rail::Bank,
        fields: &[
            BANK_NAME,
            needed(FieldName::AccountNumber, Rule::Digits(4, 10), "12345678", "4 to 10 digits."),
            needed(FieldName::Bsb, Rule::Identifier(Kind::Bsb), "062000", "Six digits, printed as 062-000."),
            ACCOUNT_NAME,
        ],
        any_of: &[],
        settlement: Some((1, 1)),
    },
    Corridor {
        currency: "SGD",
        country: Some("SG"),
        rail: Rail::Bank,
        fields: &[
            BANK_NAME,
            needed(FieldName::AccountNumber, Rule::Digits(4, 19), "0123456789", "4 to 19 digits."),
            optional(FieldName::Aba, Rule::ForeignAba, "", "Exists in the USA only; give the BIC."),
            optional(FieldName::Swift, Rule::Identifier(Kind::Bic), "DBSSSGSG", SWIFT_HELP),
            ACCOUNT_NAME,
            BANK_ADDRESS,
        ],
        any_of: &[&[FieldName::Aba, FieldName::Swift]],
        settlement: Some((1, 1)),
    },
    Corridor {
        currency: "INR",
        country: Some("IN"),
        rail: Rail::Bank,
        fields: &[
            needed(FieldName::AccountNumber, Rule::Digits(5, 20), "1234567890", "5 to 20 digits."),
            needed(
                FieldName::Ifsc,
                Rule::Identifier(Kind::Ifsc),
                "SBIN0001234",
                "Four letters, a zero, six letters or digits; on the cheque book.",
            ),
            ACCOUNT_NAME,
            optional(
                FieldName::BankName,
                Rule::Text(140),
                "State Bank of India",
                "The bank's name as it calls itself.",
            ),
        ],
        any_of: &[],
        settlement: None,
    },
    Corridor {
        currency: "INR",
        country: Some("IN"),
        rail: Rail::Vpa,
        fields: &[
            needed(
                FieldName::Vpa,
                Rule::Identifier(Kind::Vpa),
                "user@okaxis",
                "A name, @ and the handle of an app or bank.",
            ),
            ACCOUNT_NAME,
        ],
        any_of: &[],
        settlement: None,
    },
    Corridor {
        currency: "NPR",
        country: Some("NP"),
        rail: Rail::Bank,
        fields: &[
            needed(
                FieldName::BankName,
                Rule::NepalBank,
                "Nabil Bank Ltd.",
                "The bank's name, or its four digits at the clearing house.",
            ),
            needed(FieldName::AccountNumber, Rule::Alphanumeric(4, 34), "00112233445566", "As the bank prints it."),
            needed(FieldName::AccountName, Rule::Text(140), "Sita Sharma", "The holder's name as the bank knows it."),
        ],
        any_of: &[],
        settlement: None,
    },
    mobile_money("KES", "KE", &wallet("+254712345678", "MPESA")),
    mobile_money("UGX", "UG", &wallet("+256772345678", "MTN_MOBILE_MONEY")),
    mobile_money("TZS", "TZ", &wallet("+255742345678", "MPESA")),
    mobile_money("NGN", "NG", &wallet("+2348031234567", "MTN_MOBILE_MONEY")),
    Corridor { currency: "USDT", country: None, rail: Rail::Crypto, fields: CRYPTO, any_of: &[], settlement: None },
    Corridor { currency: "USDC", country: None, rail: Rail::Crypto, fields: CRYPTO, any_of: &[], settlement: None },
];

impl Corridor {
    /// The values of a field, where there are only a few.
    pub(crate) fn options(&self, rule: Rule) -> Vec<&'static str> {
        match rule {
            Rule::Service => wallet::services(self.country),
            Rule::Network => network::NAMES.to_vec(),
            _ => Vec::new(),
        }
    }
}
