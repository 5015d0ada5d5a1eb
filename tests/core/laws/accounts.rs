//! Laws of account numbers: what is something else never passes without a word, what only looks
//! unusual passes.

use offramp_core::api::{self, BankOptions, Rail};
use offramp_core::bulk::CheckOptions;
use offramp_core::{Finding, Json, Object, Severity};

const CURRENCIES: [&str; 8] = ["USD", "EUR", "GBP", "CAD", "AUD", "SGD", "INR", "NPR"];

/// Texts that people, programs and spreadsheets leave in the field of an account number.
const DAMAGED: &[&str] = &[
    // amounts
    "123456.78",
    "12345.6789",
    "1,234,567.89",
    "12345678,00",
    "50100244668801.50",
    "1234567.5",
    "1 234 567.89",
    "1.234.567,89",
    "12345678.0",
    "0.5",
    "USD 123456.78",
    "123456.78 EUR",
    "$1234567",
    "1'234'567.80",
    "12345678 GBP",
    "SEK 12345678",
    "\u{20ac} 1234567",
    "Rs. 5000",
    "1.5k",
    "100%",
    // dates
    "2026-01-02",
    "02.01.2026",
    "01/02/2026",
    "2026/01/02",
    "2026-1-2",
    "1/2/26",
    "2026-01-02T10:00:00Z",
    "2026-01-02 10:00:00",
    "20260102T100000Z",
    "02-Jan-2026",
    "2 Jan 2026",
    "2-Jan-26",
    "12:30:00",
    "2 January 2026",
    "Jan 2, 2026",
    "2026-01",
    "01/2026",
    // signs
    "-12345678",
    "(12345678)",
    "+12345678",
    "12345678-",
    "\u{2212}12345678",
    "12345678 CR",
    "- 12345678",
    // programs
    "12345678n",
    "0x12345678",
    "1234567\t8",
    "12345678901234567000",
    "UK29NWBK60161331926819",
    // separators
    "..12345678",
    "12--345678",
    "12345678.",
    "/12345678",
    "12345678/",
    "12..345678",
    "12//345678",
    "-.12345678",
    "12345678,",
    "1234\n5678",
    "1234567 or 7654321",
    "12345678;87654321",
    "12345678 87654321",
    "12345678 / 87654321",
    "12345678 & 87654321",
    "12-/345678",
    // words
    "NULL",
    "null",
    "undefined",
    "nan",
    "NaN",
    "TRUE",
    "see above",
    "as above",
    "PENDING",
    "[object Object]",
    "?",
    "??",
    "N/A",
    "n.a.",
    "none",
    "TBD",
    "TBD1",
    "tba",
    "xxxx",
    "XXXXXXXX",
    "test",
    "unknown",
    "same",
    "ditto",
    "RE 2026/11",
    "INV 12345678",
    "see line 12",
    "see row 2",
    "Account No 1",
    "Account No. 1234567890",
    "1234567890 Jane Doe",
    "123 456 78 90 12 x",
    "550e8400-e29b-41d4-a716-446655440000",
    "550e8400e29b41d4a716446655440000",
    "O1234567",
    "1234567l",
    "Acc 12345678",
    "A/C 12345678",
    "not available",
    "#N/A",
    "#REF!",
    "Peter",
    "null0",
    "XXXX5678",
    "****5678",
    "5678...",
    "1234\u{2026}",
    "\u{2014}",
    // other kinds
    "DE89370400440532103000",
    "DE8937040044053201300",
    "DE893704004405320130000",
    "DE89370400440532O13000",
    "DEB9370400440532013000",
    "GB29NWBK6016133192681",
    "FR1420041010050500013M02607",
    "IBAN DE89370400440532013000",
    "iban: de89 3704 0044 0532 0130 00",
    "DEUTDEFF",
    "DEUTDEFF500",
    "COBADEFFXXX",
    "SBIN0001234",
    "user@okaxis",
    "a@example.com",
    "+254712345678",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    // spreadsheets
    "1.23E+10",
    "1,23E+10",
    "1.23E10",
    "5E+15",
    "5E15",
    "1.23E-05",
    "=\"00123456\"",
    "=00123456",
    "'00123456",
    // digits that others print
    "4111111111111111",
    "4111 1111 1111 1111",
    "378282246310005",
    "1234567890123450000",
    "00000000",
];

/// Account numbers that look unusual and are right, where letters and up to 34 characters are.
const UNUSUAL: &[&str] = &[
    "1234 5678 90",
    "5577 9911",
    "12.34.56.789",
    "1234.56.78903",
    "19-1234567893/0804",
    "123-4567890-12",
    "0-123456-7",
    "AB0123456789",
    "AB 0123 4567 89",
    "12340000",
    "0001",
    "100000000",
    "20260102",
    "12 - 345678",
    "1234-5678-90-12",
    "NA12345678",
    "A123",
    "DE12345678",
    "12345678901234560",
    "00012345",
    "12345-X",
    "0500013M026",
    "NMB 0123456",
];

/// The fields that a corridor needs, with this account number.
fn destination(currency: &str, account: &str) -> Object {
    let options = BankOptions { rail: Some(Rail::Bank), ..BankOptions::default() };
    let fields = api::bank_account_fields(currency, &options).unwrap();
    let mut object = Object::new();
    let example = |name: &str| fields.fields.iter().find(|field| field.name == name).map_or("", |field| field.example);
    object.insert("accountNumber", account);
    for field in fields.fields.iter().filter(|field| field.required && !["accountNumber", "iban"].contains(&field.name))
    {
        object.insert(field.name, field.example);
    }
    for group in &fields.any_of {
        let given = group.iter().find(|name| !example(name).is_empty() && **name != "iban");
        if let (true, Some(name)) = (group.iter().all(|name| object.get(name).is_none()), given) {
            object.insert(*name, example(name));
        }
    }
    object
}

/// Whether anything is said about the account number besides that no table was loaded to check it by.
fn says_something(findings: &[Finding]) -> bool {
    let speaks = |finding: &&Finding| finding.severity() != Severity::Info && !finding.code().leaves_open();
    findings.iter().filter(speaks).any(|finding| finding.path() == "/accountNumber")
}

fn as_object(currency: &str, account: &str) -> Vec<Finding> {
    let options = BankOptions { rail: Some(Rail::Bank), ..BankOptions::default() };
    api::validate_bank_account(currency, &destination(currency, account), &options).findings
}

/// The codes at the account number of the one row of a file.
fn as_row(currency: &str, account: &str) -> Vec<String> {
    let (mut header, mut row) = ("currency,amount,rail".to_owned(), format!("{currency},1.00,bank"));
    for (name, value) in destination(currency, account).iter() {
        header = format!("{header},{name}");
        row = format!("{row},\"{}\"", value.as_str().unwrap().replace('"', "\"\""));
    }
    let report = api::check_csv(format!("{header}\n{row}\n").as_bytes(), &CheckOptions::default()).to_json();
    let findings = report.get("rows").unwrap().as_array().unwrap()[0].get("findings").unwrap().clone();
    let text = |finding: &Json, name: &str| finding.get(name).and_then(Json::as_str).unwrap().to_owned();
    let findings = findings.as_array().unwrap().iter().filter(|finding| text(finding, "path") == "/accountNumber");
    findings.map(|finding| text(finding, "code")).collect()
}

#[test]
fn what_is_no_account_number_passes_no_corridor_without_a_word() {
    let mut passed = Vec::new();
    for currency in CURRENCIES {
        for text in DAMAGED {
            let findings = as_object(currency, text);
            if !says_something(&findings) {
                passed.push(format!("{currency} {text:?}"));
            }
            let codes = findings.iter().filter(|finding| finding.path() == "/accountNumber");
            let mut codes: Vec<_> = codes.map(|finding| finding.code().as_str().to_owned()).collect();
            let mut in_file = as_row(currency, text);
            codes.sort();
            in_file.sort();
            assert_eq!(codes, in_file, "{currency} {text:?}: object and row");
        }
    }
    assert!(passed.is_empty(), "{passed:#?}");
}

#[test]
fn no_request_is_built_without_a_word_over_what_is_no_account_number() {
    let secrets = r#"{"apiKey":"k","apiSecret":"s","url":"https://pay.example.com","appId":"a","accessToken":"t",
        "baseUrl":"https://pay.example.com","serviceId":"s","serviceSecret":"x","userId":"123"}"#;
    let context =
        r#"{"now":"2026-01-01T00:00:00Z","nonce":"550e8400-e29b-41d4-a716-446655440000","idempotencyKey":"K-1"}"#;
    let requests = [
        (
            "coinut",
            "addBankAccount",
            "/accountNo",
            r#"{"customerId":"c","currency":"USD","bankName":"Chase","accountNo":"@","aba":"021000021"}"#,
            r#"["apiKey","apiSecret"]"#,
        ),
        (
            "swiftpay",
            "offRamp",
            "/accountDetails/accountNumber",
            r#"{"walletId":"w","amount":"25000","accountDetails":{"accountNumber":"@","ifsc":"SBIN0001234"}}"#,
            r#"["baseUrl","serviceId","serviceSecret","userId"]"#,
        ),
        (
            "rahat",
            "instantOfframp",
            "/paymentDetails/creditorAccount",
            r#"{"tokenAmount":10.5,"paymentProviderId":"p","transactionHash":"0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b",
              "senderAddress":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed","xref":"x",
              "paymentDetails":{"creditorAgent":"0401","creditorAccount":"@","creditorName":"Sita Sharma"}}"#,
            r#"["url","appId","accessToken"]"#,
        ),
        (
            "unigox",
            "createPaymentDetails",
            "/details/account_number",
            r#"{"id":"550e8400-e29b-41d4-a716-446655440000","currency":"INR","rail":"imps-india","institution_id":"hdfc-bank",
              "details":{"account_number":"@","ifsc":"HDFC0001234"}}"#,
            r#"["apiKey"]"#,
        ),
    ];
    let secrets: Json = secrets.parse().unwrap();
    let context: Json = context.parse().unwrap();
    let build = |provider: &str, operation: &str, input: &str, account: &str, names: &str| {
        let input = input.replace("\"@\"", &Json::from(account).to_string()).parse().unwrap();
        let names: Json = names.parse().unwrap();
        let mut credentials = Object::new();
        for name in names.as_array().unwrap().iter().filter_map(Json::as_str) {
            credentials.insert(name, secrets.get(name).unwrap().clone());
        }
        let args = [Json::from(provider), operation.into(), input, Json::Object(credentials), context.clone()];
        match api::json::call("buildRequest", &args) {
            Ok(request) => request.get("findings").cloned().unwrap_or(Json::Null),
            Err(error) => error.findings().iter().map(Finding::to_json).collect::<Vec<_>>().into(),
        }
    };
    for (provider, operation, path, input, names) in requests {
        let clean = build(provider, operation, input, "12345678", names).to_string();
        assert!(!clean.contains(path), "{provider}: {clean}");
        for text in DAMAGED {
            let findings = build(provider, operation, input, text, names).to_string();
            assert!(findings.contains(path), "{provider} {text:?}: {findings}");
        }
    }
}

#[test]
fn unusual_account_numbers_stay_valid() {
    for currency in ["EUR", "NPR"] {
        for text in UNUSUAL {
            assert!(!says_something(&as_object(currency, text)), "{currency} {text:?}");
        }
    }
}

/// Law 6: the lengths of account numbers are the rails', each from its public source, and none of them is refused.
#[test]
fn no_length_of_a_rail_is_refused() {
    const LENGTHS: &[(&str, std::ops::RangeInclusive<usize>)] = &[
        // Nacha: up to 17 characters of an ACH entry; wires (ABA) have 18
        ("USD", 2..=18),
        // Pay.UK, VocaLink's validation document
        ("GBP", 8..=8),
        // Payments Canada, standard 005
        ("CAD", 5..=12),
        // Cuscal's members have four digits; some banks print ten
        ("AUD", 4..=10),
        // the banks' own pages; FAST takes 34
        ("SGD", 4..=19),
        // Reserve Bank of India and NPCI, NEFT and IMPS
        ("INR", 5..=20),
        ("EUR", 4..=34),
        ("NPR", 4..=34),
    ];
    let wrong = |currency: &str, length: usize| {
        // a number without zeros at its end, of no card
        let number: String = "3715926483".chars().cycle().take(length).collect();
        as_object(currency, &number)
            .into_iter()
            .any(|finding| finding.path() == "/accountNumber" && finding.severity() == Severity::Error)
    };
    for (currency, lengths) in LENGTHS {
        for length in 1..=36 {
            let is_refused = wrong(currency, length);
            assert_eq!(is_refused, !lengths.contains(&length), "{currency}: {length}");
        }
    }
}
