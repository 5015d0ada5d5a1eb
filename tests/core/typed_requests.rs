//! Typed requests build the bytes that their JSON builds, and typed answers hold what was read.

use offramp_core::provider::requests::{coinut, swiftpay, unigox};
use offramp_core::provider::{Context, Credentials, Headers, Response};
use offramp_core::{Json, Provider};

#[test]
fn typed_requests_are_those_of_their_json() {
    let context = Context::at("2024-06-09T07:00:00Z".parse().expect("a time")).with_nonce("6f1e0c1c");
    let credentials = Credentials::new().with("apiKey", "key").with("apiSecret", "secret");
    let account = coinut::AddBankAccount {
        account_no: Some("000123456789".to_owned()),
        aba: Some("021000021".to_owned()),
        ..coinut::AddBankAccount::new("cust_1", coinut::AddBankAccountCurrency::Usd, "Chase")
    };
    let json =
        r#"{"customerId":"cust_1","currency":"USD","bankName":"Chase","accountNo":"000123456789","aba":"021000021"}"#;
    let json: Json = json.parse().expect("JSON");
    let typed = account.build(&credentials, &context).expect("a request");
    let same = Provider::Coinut.build("addBankAccount", &json, &credentials, &context).expect("a request");
    assert_eq!(typed.to_json(), same.to_json());
    // nothing of an account reaches a log
    assert_eq!(format!("{account:?}"), "AddBankAccount { .. }");

    let from =
        coinut::CreateOfframpFlowFrom::new("cust_1", coinut::CreateOfframpFlowFromCurrency::Usdt, coinut::Network::Trx);
    let flow = coinut::CreateOfframpFlow::new(from, "bank_1").build(&credentials, &context).expect("a request");
    assert_eq!(
        flow.body(),
        Some(r#"{"from":{"customerId":"cust_1","currency":"USDT","network":"TRX"},"to":"bank_1"}"#)
    );

    let details = swiftpay::OnRampAccountDetails { upi_id: Some("asha@okhdfcbank".to_owned()), ..Default::default() };
    let deposit = swiftpay::OnRamp::new("wallet_1", 5_000_u64, details);
    let json: Json = r#"{"walletId":"wallet_1","amount":"5000","accountDetails":{"upiId":"asha@okhdfcbank"}}"#
        .parse()
        .expect("JSON");
    let credentials = Credentials::new()
        .with("baseUrl", "https://pay.example")
        .with("serviceId", "shop")
        .with("serviceSecret", "secret")
        .with("userId", "6650f1b2c3d4e5f6a7b8c9d0");
    let context = context.with_idempotency_key("tx_1");
    let typed = deposit.build(&credentials, &context).expect("a request");
    let same = Provider::Swiftpay.build("onRamp", &json, &credentials, &context).expect("a request");
    assert_eq!(typed.to_json(), same.to_json());

    let response = |body: &'static str| Response { status: 200, headers: Headers(&[]), body: body.as_bytes() };
    let answer = coinut::CreateCustomer::parse(&response(r#"{"customerId":7,"data":{"status":"APPROVED"}}"#));
    let values = answer.expect("an answer").values.expect("values");
    assert_eq!((values.customer_id.as_str(), values.status.as_deref()), ("7", Some("APPROVED")));
    assert_eq!(format!("{values:?}"), "CreateCustomerAnswer { .. }");
    let wrong = coinut::CreateCustomer::parse(&response(r#"{"customerId":{"id":7}}"#)).expect_err("no text");
    assert_eq!((wrong.code().as_str(), wrong.field()), ("ANSWER_INVALID", "customerId"));
    let orders = unigox::ListOrders::parse(&response(
        r#"{"success":true,"data":{"orders":[{"order_id":"o_1","status":"completed"}],"pagination":{"page":1}}}"#,
    ));
    assert_eq!(orders.expect("an answer").values.expect("values").orders.len(), 1);
}

#[test]
fn every_identifier_is_read_borrowed_and_compared_alike() {
    use offramp_core::identifier::{Bic, Iban, Ifsc};

    fn holds<T>(text: &str) -> T
    where
        T: AsRef<str> + Clone + Eq + Ord + std::hash::Hash + Send + Sync + 'static,
        T: std::str::FromStr<Err = offramp_core::Error> + for<'a> TryFrom<&'a str, Error = offramp_core::Error>,
    {
        let value = T::try_from(text).expect("valid");
        assert!(text.parse::<T>().is_ok_and(|same| same == value && same.as_ref() == value.as_ref()));
        value
    }
    assert_eq!(holds::<Iban>("DE89 3704 0044 0532 0130 00").as_ref(), "DE89370400440532013000");
    assert_eq!(holds::<Bic>("deutdeff").as_ref(), "DEUTDEFF");
    assert_eq!(holds::<Ifsc>("HDFC0000001").as_ref(), "HDFC0000001");
}
