//! Payments to one account are found by whatever names it, and payments to two accounts are not taken for one.
use offramp_core::api::check_csv;
use offramp_core::bulk::CheckOptions;
use proptest::prelude::*;

use super::texts::iban;

/// A way to name an account.
#[derive(Clone, Debug, Default)]
struct Form {
    currency: &'static str,
    country: String,
    iban: String,
    account: String,
    sort_code: String,
    bic: String,
}

impl Form {
    fn row(&self, reference: &str) -> String {
        let Form { currency, country, iban, account, sort_code, bic } = self;
        format!("{reference},{currency},100.00,{country},{iban},{account},{sort_code},{bic}\n")
    }
}

/// Whether the second of two payments is said to be the first again.
fn is_found(first: &Form, second: &Form) -> bool {
    let file = format!(
        "reference,currency,amount,country,iban,accountNumber,sortCode,swift\n{}{}",
        first.row("A"),
        second.row("B")
    );
    let report = check_csv(file.as_bytes(), &CheckOptions::default());
    let says = |row: usize| report.rows[row].findings.iter().any(|found| found.code().as_str() == "DUPLICATE_PAYMENT");
    assert!(!says(0), "{file}");
    says(1)
}

/// Countries without check digits inside the account number: the bank's code, the branch's and the account's digits.
const COUNTRIES: [(&str, Bank, usize, usize); 14] = [
    ("GB", Bank::Letters, 6, 8),
    ("IE", Bank::Letters, 6, 8),
    ("LV", Bank::Letters, 0, 13),
    ("GI", Bank::Letters, 0, 15),
    ("BG", Bank::Letters, 4, 10),
    ("RO", Bank::Letters, 0, 16),
    ("MT", Bank::Letters, 5, 18),
    ("DE", Bank::Digits(8), 0, 10),
    ("AT", Bank::Digits(5), 0, 11),
    ("CH", Bank::Digits(5), 0, 12),
    ("LT", Bank::Digits(5), 0, 11),
    ("LU", Bank::Digits(3), 0, 13),
    ("GR", Bank::Digits(3), 4, 16),
    ("CY", Bank::Digits(3), 5, 16),
];

#[derive(Clone, Copy, Debug)]
enum Bank {
    /// The first letters of its BIC.
    Letters,
    Digits(usize),
}

/// One account of a country: all names of it that say where it is, and the one by BIC that does not say its branch.
#[derive(Clone, Debug)]
struct Account {
    forms: Vec<Form>,
    without_bank: Option<Form>,
    by_bic: Form,
}

fn account(country: usize, bank: &str, digits: &str) -> Account {
    let (code, kind, branch, length) = COUNTRIES[country];
    let letters: String = bank.chars().filter(char::is_ascii_uppercase).collect();
    let bank = match kind {
        Bank::Letters => letters.clone(),
        Bank::Digits(count) => bank.chars().filter(char::is_ascii_digit).take(count).collect(),
    };
    let branch = &digits[20..20 + branch];
    let number = &digits[..length];
    let bban = format!("{bank}{branch}{number}");
    let bic = format!("{letters}{code}2X");
    let currency = if code == "GB" { "GBP" } else { "EUR" };
    let form = || Form { currency, country: code.to_owned(), ..Form::default() };
    let with = |account: &str, bic: &str| Form { account: account.to_owned(), bic: bic.to_owned(), ..form() };
    let mut forms = vec![
        Form { iban: iban(code, &bban), bic: bic.clone(), ..form() },
        Form { iban: iban(code, &bban), account: number.to_owned(), bic: bic.clone(), ..form() },
    ];
    if code != "GB" {
        forms.push(with(&bban, &bic));
    }
    if matches!(code, "GB" | "IE") {
        forms.push(Form { sort_code: branch.to_owned(), ..with(number, &bic) });
    }
    // a sort code alone does not say whose it is
    let without_bank = matches!(code, "GB" | "IE").then(|| Form { sort_code: branch.to_owned(), ..with(number, "") });
    Account {
        forms,
        without_bank,
        by_bic: with(if code == "GB" { number } else { number.trim_start_matches('0') }, &bic),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn one_account_is_found_by_each_of_its_names(
        country in 0..COUNTRIES.len(),
        // without vowels, and letters that digits are taken for: some accounts would be words for nothing, or IBANs with a slip
        bank in "[A-Z]{2}[CFHJKMNPRTVWXY]{2}[1-9][0-9]{7}",
        digits in "00[1-9][0-9]{17}[1-9][0-9]{5}[1-9]",
        other in 0..20_usize,
    ) {
        let (_, _, branch, length) = COUNTRIES[country];
        let Account { forms, without_bank, by_bic } = account(country, &bank, &digits);
        let all: Vec<&Form> = forms.iter().chain([&by_bic]).collect();
        for first in &all {
            for second in &all {
                prop_assert!(is_found(first, second), "{first:?} {second:?}");
            }
        }
        for form in without_bank.iter().flat_map(|_| &forms) {
            prop_assert!(is_found(form, without_bank.as_ref().unwrap()), "{form:?}");
            prop_assert!(is_found(without_bank.as_ref().unwrap(), form), "{form:?}");
        }
        // another digit in the account number or the branch, or another bank
        let changed = |place: usize| {
            let digit = if digits.as_bytes()[place] == b'9' { '1' } else { '9' };
            format!("{}{digit}{}", &digits[..place], &digits[place + 1..])
        };
        let next = if bank.starts_with('Q') { "R" } else { "Q" };
        let last = if bank.as_bytes()[4] == b'7' { "8" } else { "7" };
        // a sort code is of one bank
        let has_sort_code = without_bank.is_some();
        let elsewhere = if has_sort_code { changed(20 + other % branch) } else { digits.clone() };
        let others = [
            account(country, &bank, &changed(3 + other % (length - 3))),
            account(country, &format!("{next}{}{last}{}", &bank[1..4], &bank[5..]), &elsewhere),
        ];
        for another in &others {
            for first in &all {
                for second in another.forms.iter().chain([&another.by_bic]).chain(&another.without_bank) {
                    prop_assert!(!is_found(first, second), "{first:?} {second:?}");
                }
            }
        }
        if branch > 0 {
            let another = account(country, &bank, &changed(20 + other % branch));
            for first in &forms {
                for second in &another.forms {
                    prop_assert!(!is_found(first, second), "{first:?} {second:?}");
                }
            }
        }
    }

    #[test]
    fn zeros_in_front_of_an_account_number_make_no_other_account(
        number in "[1-9][0-9]{6,7}",
        zeros in "0{1,3}",
        corridor in 0..5_usize,
    ) {
        let (head, bank, other) = [
            ("aba,currency", "021000021,USD", "026009593,USD"),
            ("ifsc,currency", "SBIN0001234,INR", "SBIN0001235,INR"),
            ("swift,currency", "DBSSSGSG,SGD", "OCBCSGSG,SGD"),
            ("institutionNumber,transit,currency", "003,00012,CAD", "003,00013,CAD"),
            ("swift,currency", "COBADEFF,EUR", "DEUTDEFF,EUR"),
        ][corridor];
        let second = |bank: &str| {
            let file = format!("amount,accountNumber,{head}\n5.00,{zeros}{number},{bank}\n");
            let again = |number: &str| format!("{file}5.00,{number},{bank}\n");
            let other = format!("{file}5.00,{number},{other}\n");
            [again(&number), again(&format!("{number}0")), other]
        };
        let said = second(bank).map(|file| {
            let report = check_csv(file.as_bytes(), &CheckOptions::default());
            report.rows[1].findings.iter().any(|found| found.code().as_str() == "DUPLICATE_PAYMENT")
        });
        prop_assert_eq!(said, [true, false, false]);
    }
}
