//! Payments to one account are found, and payments to two accounts are not taken for one.
use offramp_core::api::check_csv;
use offramp_core::bulk::CheckOptions;
use proptest::prelude::*;

proptest! {
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
