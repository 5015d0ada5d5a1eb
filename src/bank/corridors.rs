//! The table of corridors.
//!
//! Adding a currency or a rail is adding a row. A row without a provider is the rail's public rule; one with a
//! provider is what that provider's document demands.

use super::corridor::{Corridor, Coverage, Field, Rule};
use super::field::FieldName;
use super::rail::Rail;
use crate::identifier::Kind;
use crate::text;

const fn needed(name: FieldName, rule: Rule, example: &'static str, help: &'static str) -> Field {
    Field { name, required: true, rule, example, help }
}

const fn optional(name: FieldName, rule: Rule, example: &'static str, help: &'static str) -> Field {
    Field { name, required: false, rule, example, help }
}

/// A witness: compared with the other fields, and needed by some providers alone.
const BANK_NAME: Field =
    optional(FieldName::BankName, Rule::Text(140), "Example Bank", "The bank's name as it calls itself.");
const NEEDED_BANK_NAME: Field = Field { required: true, ..BANK_NAME };
const ACCOUNT_NAME: Field =
    optional(FieldName::AccountName, Rule::Text(140), "John Doe", "The holder's name as the bank knows it.");
const BANK_ADDRESS: Field = optional(
    FieldName::BankAddress,
    Rule::Text(300),
    "1 Main Street, New York",
    "Street, city and country of the bank.",
);
const PHONE_HELP: &str = "The number of the wallet, with + and the calling code.";
const WALLET_HELP: &str = "The service that the wallet is with.";

const fn swift(example: &'static str) -> Field {
    optional(
        FieldName::Swift,
        Rule::Identifier(Kind::Bic),
        example,
        "8 or 11 letters and digits; on statements called BIC or SWIFT.",
    )
}

const fn iban(example: &'static str) -> Field {
    optional(FieldName::Iban, Rule::Identifier(Kind::Iban), example, "Begins with the country's two letters.")
}

const fn digits(least: usize, most: usize, example: &'static str, help: &'static str) -> Field {
    needed(FieldName::AccountNumber, Rule::Digits(least, most), example, help)
}

// Lengths of account numbers. Each is the widest that a public source has, since a limit stricter than the rail's
// turns away accounts that can be paid.

/// Adyen's transfer API (17 fit an ACH entry, Nacha; Stripe has 1 to 17).
const USD_NUMBER: Field = digits(2, 18, "000123456789", "2 to 18 digits.");
/// Pay.UK.
const GBP_NUMBER: Field = optional(FieldName::AccountNumber, Rule::Digits(8, 8), "31926819", "Eight digits.");
/// Payments Canada, standard 005, and Adyen.
const CAD_NUMBER: Field = digits(5, 12, "1234567", "5 to 12 digits.");
/// Stripe (4 at Cuscal's BSBs, 80x-xxx) and `GoCardless` (5 to 10); a Direct Entry file holds 9.
const AUD_NUMBER: Field = digits(4, 10, "12345678", "4 to 10 digits.");
/// Adyen (UOB's virtual accounts have up to 18, accounts of 15 are paid by FAST).
const SGD_NUMBER: Field = digits(4, 19, "0123456789", "4 to 19 digits.");
/// Wise and Worldpay (NPCI's banks print 9 to 18).
const INR_NUMBER: Field = digits(5, 20, "1234567890", "5 to 20 digits.");
/// The longest that ISO 20022 carries.
const ANY_NUMBER: Rule = Rule::Alphanumeric(4, 34);

const EUR_NUMBER: Field = optional(FieldName::AccountNumber, ANY_NUMBER, "1234567890", "Only where there is no IBAN.");
const ABA: Field =
    optional(FieldName::Aba, Rule::Identifier(Kind::Aba), "021000021", "Nine digits, at the bottom left of a cheque.");
const SORT_CODE: Field =
    optional(FieldName::SortCode, Rule::Identifier(Kind::SortCode), "601613", "Six digits, printed as 60-16-13.");
const INSTITUTION: Field =
    needed(FieldName::InstitutionNumber, Rule::Institution, "003", "The three digits of the bank.");
const TRANSIT: Field = needed(FieldName::Transit, Rule::Transit, "00012", "The five digits of the branch.");
const BSB: Field = needed(FieldName::Bsb, Rule::Identifier(Kind::Bsb), "062000", "Six digits, printed as 062-000.");
const NEPAL_BANK: Field = needed(
    FieldName::BankName,
    Rule::NepalBank,
    "Nabil Bank Ltd.",
    "The bank's name, or its four digits at the clearing house.",
);
const NPR_NUMBER: Field = needed(FieldName::AccountNumber, ANY_NUMBER, "00112233445566", "As the bank prints it.");

/// A row by the rail's public rule, to be filled in.
const ROW: Corridor = Corridor {
    currency: "",
    countries: "",
    rail: Rail::Bank,
    scheme: "",
    provider: "",
    fields: &[],
    any_of: &[],
    wanted: &[],
    settlement: None,
    coverage: Coverage::Full,
    source: "",
    as_of: "2026-11-26",
};

/// A row of the table of bank account requirements in Coinut's document.
const COINUT: Corridor = Corridor {
    provider: "coinut",
    coverage: Coverage::Format,
    source: "Coinut, bank account requirements",
    as_of: "2026-11-20",
    ..ROW
};

/// The IBAN of the currency's country. Where domestic account numbers are common beside it, they are not refused.
pub(super) const BY_IBAN: Corridor = Corridor {
    fields: &[
        iban(""),
        optional(FieldName::AccountNumber, ANY_NUMBER, "", "Only where there is no IBAN."),
        swift(""),
        BANK_NAME,
        ACCOUNT_NAME,
        BANK_ADDRESS,
    ],
    any_of: &[&[FieldName::Iban, FieldName::AccountNumber]],
    wanted: &[&[FieldName::Iban]],
    source: "SWIFT IBAN registry",
    ..ROW
};

const fn mobile_money(currency: &'static str, country: &'static str, fields: &'static [Field]) -> Corridor {
    Corridor {
        currency,
        countries: country,
        rail: Rail::MobileMoney,
        fields,
        source: "Rahat, mobile money; the country's numbering plan",
        ..ROW
    }
}

const fn wallet(phone: &'static str, service: &'static str) -> [Field; 3] {
    [
        needed(FieldName::Phone, Rule::Identifier(Kind::Phone), phone, PHONE_HELP),
        needed(FieldName::MobileProvider, Rule::Service, service, WALLET_HELP),
        ACCOUNT_NAME,
    ]
}

/// A wallet where the number alone may do: the service is that of its operator, unless it was ported.
const fn open_wallet(currency: &'static str, countries: &'static str, fields: &'static [Field; 3]) -> Corridor {
    Corridor {
        currency,
        countries,
        rail: Rail::MobileMoney,
        fields,
        wanted: &[&[FieldName::MobileProvider]],
        source: "the country's numbering plan",
        ..ROW
    }
}

/// Numbers and services of the countries that share a currency: made up, within a range of an operator that runs
/// the service.
const WALLET_EXAMPLES: &str = "BF +22674123456 ORANGE_MONEY,BJ +2290197123456 MTN_MOBILE_MONEY,\
    CI +2250701234567 ORANGE_MONEY,ML +22370123456 ORANGE_MONEY,NE +22796123456 AIRTEL_MONEY,\
    SN +221771234567 ORANGE_MONEY,TG +22890123456 MIXX_BY_YAS,CG +242066123456 MTN_MOBILE_MONEY,\
    CM +237671234567 MTN_MOBILE_MONEY,GA +24107123456 AIRTEL_MONEY,TD +23566123456 AIRTEL_MONEY";

/// A phone number and a service of a country whose currency others have, too.
pub(super) fn wallet_example(country: &str) -> Option<(&'static str, &'static str)> {
    let mut rows = WALLET_EXAMPLES;
    while let Some(row) = text::next_word(&mut rows, b',') {
        if let Some((code, example)) = text::split(row, b' ')
            && code == country
        {
            return text::split(example, b' ');
        }
    }
    None
}

const fn by_phone(phone: &'static str, service: &'static str) -> [Field; 3] {
    [
        needed(FieldName::Phone, Rule::Identifier(Kind::Phone), phone, PHONE_HELP),
        optional(FieldName::MobileProvider, Rule::Service, service, WALLET_HELP),
        ACCOUNT_NAME,
    ]
}

const fn token(currency: &'static str) -> Corridor {
    Corridor { currency, rail: Rail::Crypto, fields: CRYPTO, source: "the networks' standards for addresses", ..ROW }
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

/// The rails' public rules, and the tables of providers' documents.
pub(super) static CORRIDORS: &[Corridor] = &[
    Corridor {
        currency: "USD",
        fields: &[USD_NUMBER, ABA, swift("CHASUS33"), BANK_NAME, ACCOUNT_NAME, BANK_ADDRESS],
        any_of: &[&[FieldName::Aba, FieldName::Swift]],
        settlement: Some((1, 2)),
        source: "Nacha operating rules; Fedwire",
        ..ROW
    },
    Corridor {
        currency: "EUR",
        scheme: "sepa",
        fields: &[iban("DE89370400440532013000"), EUR_NUMBER, swift("COBADEFF"), BANK_NAME, ACCOUNT_NAME, BANK_ADDRESS],
        any_of: &[&[FieldName::Iban, FieldName::AccountNumber], &[FieldName::Iban, FieldName::Swift]],
        wanted: &[&[FieldName::Iban]],
        settlement: Some((1, 1)),
        source: "Regulation (EU) 260/2012, article 5(7)",
        ..ROW
    },
    Corridor {
        currency: "GBP",
        fields: &[GBP_NUMBER, SORT_CODE, iban("GB29NWBK60161331926819"), swift("NWBKGB2L"), BANK_NAME, ACCOUNT_NAME],
        any_of: &[&[FieldName::AccountNumber, FieldName::Iban]],
        wanted: &[&[FieldName::SortCode, FieldName::Iban]],
        settlement: Some((1, 1)),
        coverage: Coverage::Format,
        source: "Pay.UK, Faster Payments and Bacs",
        ..ROW
    },
    Corridor {
        currency: "CAD",
        countries: "CA",
        fields: &[CAD_NUMBER, INSTITUTION, TRANSIT, BANK_NAME, ACCOUNT_NAME],
        settlement: Some((1, 1)),
        source: "Payments Canada, standard 005",
        ..ROW
    },
    Corridor {
        currency: "AUD",
        countries: "AU",
        fields: &[AUD_NUMBER, BSB, BANK_NAME, ACCOUNT_NAME],
        settlement: Some((1, 1)),
        source: "AusPayNet, BECS procedures",
        ..ROW
    },
    Corridor {
        currency: "SGD",
        countries: "SG",
        fields: &[SGD_NUMBER, Field { required: true, ..swift("DBSSSGSG") }, BANK_NAME, ACCOUNT_NAME, BANK_ADDRESS],
        settlement: Some((1, 1)),
        source: "Association of Banks in Singapore, FAST",
        ..ROW
    },
    Corridor {
        currency: "INR",
        countries: "IN",
        fields: &[
            INR_NUMBER,
            needed(
                FieldName::Ifsc,
                Rule::Identifier(Kind::Ifsc),
                "SBIN0001234",
                "Four letters, a zero, six letters or digits; on the cheque book.",
            ),
            ACCOUNT_NAME,
            Field { example: "State Bank of India", ..BANK_NAME },
        ],
        source: "Reserve Bank of India, NEFT; NPCI, IMPS",
        ..ROW
    },
    Corridor {
        currency: "INR",
        countries: "IN",
        rail: Rail::Vpa,
        scheme: "upi",
        fields: &[
            needed(
                FieldName::Vpa,
                Rule::Identifier(Kind::Vpa),
                "user@okaxis",
                "A name, @ and the handle of an app or bank.",
            ),
            ACCOUNT_NAME,
        ],
        source: "NPCI, UPI",
        ..ROW
    },
    Corridor {
        currency: "NPR",
        countries: "NP",
        scheme: "nchl_ips",
        fields: &[NEPAL_BANK, NPR_NUMBER, Field { example: "Sita Sharma", ..ACCOUNT_NAME }],
        coverage: Coverage::Format,
        source: "Nepal Clearing House, list of members",
        ..ROW
    },
    Corridor {
        any_of: &[
            &[FieldName::Phone, FieldName::Till, FieldName::Paybill],
            &[FieldName::MobileProvider, FieldName::Till, FieldName::Paybill],
        ],
        ..mobile_money(
            "KES",
            "KE",
            &[
                optional(FieldName::Phone, Rule::Identifier(Kind::Phone), "+254712345678", PHONE_HELP),
                optional(FieldName::MobileProvider, Rule::Service, "MPESA", WALLET_HELP),
                optional(
                    FieldName::Till,
                    Rule::Digits(5, 7),
                    "",
                    "The number of a merchant's till, instead of a phone.",
                ),
                optional(FieldName::Paybill, Rule::Digits(5, 7), "", "A business number, instead of a phone."),
                optional(FieldName::AccountNumber, Rule::PaybillAccount, "", "The account at the business number."),
                ACCOUNT_NAME,
            ],
        )
    },
    mobile_money("UGX", "UG", &wallet("+256772345678", "MTN_MOBILE_MONEY")),
    mobile_money("TZS", "TZ", &wallet("+255742345678", "MPESA")),
    mobile_money("NGN", "NG", &wallet("+2348031234567", "MTN_MOBILE_MONEY")),
    open_wallet("GHS", "GH", &by_phone("+233241234567", "MTN_MOBILE_MONEY")),
    open_wallet("RWF", "RW", &by_phone("+250781234567", "MTN_MOBILE_MONEY")),
    open_wallet("ZMW", "ZM", &by_phone("+260961234567", "MTN_MOBILE_MONEY")),
    open_wallet("MWK", "MW", &by_phone("+265991234567", "AIRTEL_MONEY")),
    open_wallet("MZN", "MZ", &by_phone("+258841234567", "MPESA")),
    open_wallet("XOF", "BF BJ CI ML NE SN TG", &by_phone("+221771234567", "ORANGE_MONEY")),
    open_wallet("XAF", "CG CM GA TD", &by_phone("+237671234567", "MTN_MOBILE_MONEY")),
    open_wallet("CDF", "CD", &by_phone("+243811234567", "MPESA")),
    open_wallet("SLE", "SL", &by_phone("+23276123456", "ORANGE_MONEY")),
    open_wallet("ETB", "ET", &by_phone("+251911234567", "TELEBIRR")),
    open_wallet("EGP", "EG", &by_phone("+201001234567", "VODAFONE_CASH")),
    open_wallet("PKR", "PK", &by_phone("+923001234567", "JAZZCASH")),
    open_wallet("BDT", "BD", &by_phone("+8801712345678", "BKASH")),
    open_wallet("PHP", "PH", &by_phone("+639171234567", "GCASH")),
    token("USDT"),
    token("USDC"),
    Corridor {
        currency: "USD",
        fields: &[NEEDED_BANK_NAME, USD_NUMBER, ABA, swift("CHASUS33"), ACCOUNT_NAME, BANK_ADDRESS],
        any_of: &[&[FieldName::Aba, FieldName::Swift]],
        settlement: Some((1, 2)),
        ..COINUT
    },
    Corridor {
        currency: "EUR",
        fields: &[
            NEEDED_BANK_NAME,
            EUR_NUMBER,
            iban("DE89370400440532013000"),
            Field { required: true, ..swift("COBADEFF") },
            ACCOUNT_NAME,
            BANK_ADDRESS,
        ],
        any_of: &[&[FieldName::AccountNumber, FieldName::Iban]],
        settlement: Some((1, 1)),
        ..COINUT
    },
    Corridor {
        currency: "GBP",
        fields: &[
            NEEDED_BANK_NAME,
            GBP_NUMBER,
            iban("GB29NWBK60161331926819"),
            Field { required: true, ..swift("NWBKGB2L") },
            ACCOUNT_NAME,
            SORT_CODE,
        ],
        any_of: &[&[FieldName::AccountNumber, FieldName::Iban]],
        settlement: Some((1, 1)),
        ..COINUT
    },
    Corridor {
        currency: "CAD",
        countries: "CA",
        fields: &[NEEDED_BANK_NAME, CAD_NUMBER, INSTITUTION, TRANSIT, ACCOUNT_NAME],
        settlement: Some((1, 1)),
        ..COINUT
    },
    Corridor {
        currency: "AUD",
        countries: "AU",
        fields: &[NEEDED_BANK_NAME, AUD_NUMBER, BSB, ACCOUNT_NAME],
        settlement: Some((1, 1)),
        ..COINUT
    },
    Corridor {
        currency: "SGD",
        countries: "SG",
        fields: &[
            NEEDED_BANK_NAME,
            SGD_NUMBER,
            optional(FieldName::Aba, Rule::ForeignAba, "", "Exists in the USA only; give the BIC."),
            swift("DBSSSGSG"),
            ACCOUNT_NAME,
            BANK_ADDRESS,
        ],
        any_of: &[&[FieldName::Aba, FieldName::Swift]],
        settlement: Some((1, 1)),
        ..COINUT
    },
    Corridor {
        currency: "NPR",
        countries: "NP",
        provider: "rahat",
        scheme: "nchl_ips",
        fields: &[NEPAL_BANK, NPR_NUMBER, Field { required: true, example: "Sita Sharma", ..ACCOUNT_NAME }],
        coverage: Coverage::Format,
        source: "Rahat, payment details of a bank",
        as_of: "2026-11-20",
        ..ROW
    },
];
