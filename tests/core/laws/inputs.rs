//! The JSON Schema of an operation's input and the building of its request say the same of what is there and what is
//! missing: inputs are made of those of the vectors by leaving members out and putting others in.

use jsonschema::Validator;
use offramp_core::provider::{Context, Credentials, Operation};
use offramp_core::{Json, Object, Provider, Severity};

use crate::support::vector_files;

/// What is wrong with a value for what another one is, which no schema says, each with what would have to be said.
const OF_VALUES: [(&str, &str); 9] = [
    ("ABA_NOT_APPLICABLE_SGD", "the document has the member for SGD, and no bank has such a number"),
    ("FIELDS_COUNTRY_MISMATCH", "two identifiers of one account name two countries"),
    ("IBAN_BIC_COUNTRY_MISMATCH", "the same of these two"),
    ("LENGTH_WRONG", "account numbers have the length of the currency or the rail, separators not counted"),
    ("TOO_LONG", "the same"),
    ("SPREADSHEET_LEADING_ZERO", "the same, where zeros may have been lost"),
    ("MOBILE_PROVIDER_COUNTRY", "the service is not in the country of the number"),
    ("VALUE_NOT_ALLOWED", "the currency is not the rail's"),
    ("LOOKS_LIKE_VPA", "one member holds a number or a UPI address, by the type of the payment"),
];

/// An input that a vector builds, with what it is built with.
struct Known {
    input: Json,
    credentials: Credentials,
    context: Context,
}

/// A change of an input: the member at a path is this value, or is not there.
type Change = (Vec<String>, Option<Json>);

/// The inputs of the vectors, and more made of the first of them.
fn known(provider: Provider, operation: &Operation) -> Vec<Known> {
    let (mut all, schema) = (Vec::new(), operation.input_schema());
    for file in vector_files().iter().filter(|file| file.path.starts_with("requests/")) {
        for case in &file.cases {
            let is_of = case.text(0) == provider.as_str() && case.text(1) == operation.name();
            if case.call != "buildRequest" || case.expect.get("url").is_none() || !is_of {
                continue;
            }
            // a context may name what the input is held against besides
            let context = case.arg(4).as_object().cloned().unwrap_or_default();
            let Some(input) = in_plain_words(case.arg(2), &schema) else {
                continue;
            };
            if ["strictness", "rails"].iter().any(|name| context.get(name).is_some()) {
                continue;
            }
            let mut credentials = case.arg(3).as_object().cloned().unwrap_or_default();
            if provider == Provider::Rahat {
                // a provider that the settings name is not missing from a request
                credentials.insert("defaultPaymentProvider", "provider_id");
                for limit in ["minAmount", "maxAmount", "dailyLimit"] {
                    credentials.insert(limit, Json::Null);
                }
            }
            all.push(Known {
                input,
                credentials: Credentials::from_json(&Json::Object(credentials)).expect("credentials"),
                context: Context::from_json(&Json::Object(context)).expect("a context"),
            });
        }
    }
    let more: Json = MORE.parse().expect("JSON");
    for members in more.get(operation.name()).and_then(Json::as_array).unwrap_or_default() {
        let first = &all[0];
        let mut input = first.input.as_object().cloned().expect("an object");
        for (name, value) in members.as_object().expect("an object").iter() {
            input.insert(name, value.clone());
        }
        let (credentials, context) = (first.credentials.clone(), first.context.clone());
        all.push(Known { input: Json::Object(input), credentials, context });
    }
    all
}

/// An input without what a schema has no words for: null for what is not there, and a member under its second name (an
/// order's `id` for its `order_id`), which is not in the schema.
fn in_plain_words(input: &Json, schema: &Json) -> Option<Json> {
    let mut members = Object::new();
    for (name, value) in input.as_object().into_iter().flat_map(Object::iter).filter(|(_, value)| **value != Json::Null)
    {
        schema.get("properties")?.get(name)?;
        members.insert(name, value.clone());
    }
    Some(Json::Object(members))
}

/// Members that the vectors of an operation have not: an institution in a transit number, types of payments in any case,
/// and fields of rails in other spellings than those of the description.
const MORE: &str = r#"{
    "addBankAccount": [
        {"currency": "CAD", "accountNo": "1234567", "transit": "00012-003"},
        {"currency": "CAD", "accountNo": "1234567", "transit": "00012", "institutionNumber": "003"},
        {"currency": "CAD", "accountNo": "1234567", "transit": "000300012"}
    ],
    "bulkOfframp": [
        {"transactions": [{"amount": 1, "beneficiaryWalletAddress": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "payoutUUID": "p1", "offrampType": "VPA", "beneficiaryPhoneNumber": "user@okaxis"}]},
        {"transactions": [{"amount": 1, "beneficiaryWalletAddress": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "payoutUUID": "p1", "offrampType": "Mobile_Money", "beneficiaryPhoneNumber": "+254712345678"}]},
        {"transactions": [{"amount": 1, "beneficiaryWalletAddress": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "payoutUUID": "p1", "offrampType": "bank", "beneficiaryBankDetails":
            {"bankName": "Nabil Bank Ltd.", "accountNumber": "00112233445566", "accountName": "Sita Sharma"}}]}
    ],
    "createPaymentDetails": [
        {"rail": "iban-sepa", "currency": "EUR", "details": {"IBAN": "DE89370400440532013000"}},
        {"rail": "imps-india", "currency": "INR", "details": {"accountNumber": "50100244660001", "Ifsc": "HDFC0000001"}},
        {"rail": "nip-nigeria", "currency": "NGN", "details": {"account number": "0123456789"}},
        {"rail": "another", "currency": "BRL", "details": {"key": "x"}}
    ]
}"#;

/// What each member is in one of the inputs, the other words of a choice, and that it is not there.
fn changes(inputs: &[Known], schema: &Json) -> Vec<Change> {
    let mut all = Vec::new();
    for known in inputs {
        collect(&known.input, schema, &mut Vec::new(), &mut all);
    }
    all
}

fn collect(value: &Json, schema: &Json, path: &mut Vec<String>, all: &mut Vec<Change>) {
    let mut add = |path: &[String], value: Option<Json>| {
        let change = (path.to_vec(), value);
        if !all.contains(&change) {
            all.push(change);
        }
    };
    if !path.is_empty() {
        add(path, None);
        add(path, Some(value.clone()));
        for word in schema.get("enum").and_then(Json::as_array).unwrap_or_default() {
            add(path, Some(word.clone()));
        }
    }
    match value {
        Json::Object(object) => {
            for (name, value) in object.iter() {
                let inner = schema.get("properties").and_then(|all| all.get(name)).unwrap_or(&Json::Null);
                path.push(name.to_owned());
                collect(value, inner, path, all);
                path.pop();
            }
        }
        Json::Array(items) => {
            for item in items.iter().filter(|item| item.as_object().is_some()) {
                path.push("0".to_owned());
                collect(item, schema.get("items").unwrap_or(&Json::Null), path, all);
                path.pop();
            }
        }
        _ => {}
    }
}

fn changed(value: &Json, path: &[String], to: Option<&Json>) -> Json {
    let Some((first, rest)) = path.split_first() else {
        return to.cloned().unwrap_or(Json::Null);
    };
    match value {
        Json::Object(object) => {
            let mut members = Object::new();
            for (name, value) in object.iter().filter(|(name, _)| !(rest.is_empty() && to.is_none() && *name == first))
            {
                members.insert(name, if name == first { changed(value, rest, to) } else { value.clone() });
            }
            if rest.is_empty()
                && let (None, Some(to)) = (object.get(first), to)
            {
                members.insert(first.as_str(), to.clone());
            }
            Json::Object(members)
        }
        Json::Array(items) if first == "0" && !rest.is_empty() => {
            let each = |(index, item)| if index == 0 { changed(item, rest, to) } else { item.clone() };
            Json::Array(items.iter().enumerate().map(each).collect())
        }
        other => other.clone(),
    }
}

/// Read from its text, so that numbers stay numbers.
fn as_values(json: &Json) -> serde_json::Value {
    serde_json::from_str(&json.to_string()).expect("JSON")
}

fn validator(schema: &Json) -> Validator {
    let schema = as_values(schema);
    assert!(jsonschema::meta::is_valid(&schema), "{schema}");
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).expect("a schema")
}

/// Holds the two verdicts against each other. Answers whether the input is built.
fn compare(provider: Provider, operation: &Operation, schema: &Validator, known: &Known, input: &Json) -> bool {
    let (instance, name) = (as_values(input), operation.name());
    let Err(error) = provider.build(name, input, &known.credentials, &known.context) else {
        let errors = schema.iter_errors(&instance).map(|error| error.to_string()).collect::<Vec<_>>();
        assert!(errors.is_empty(), "{provider} {name} builds what its schema refuses: {errors:?}: {input}");
        return true;
    };
    if schema.is_valid(&instance) {
        let wrong = error.findings().iter().filter(|finding| finding.severity() == Severity::Error);
        for (code, finding) in wrong.map(|finding| (finding.code().as_str(), finding)) {
            let is_of_value = OF_VALUES.iter().any(|(known, _)| *known == code);
            assert!(
                is_of_value,
                "{provider} {name} refuses what its schema takes: {code} at {}: {input}",
                finding.path()
            );
        }
    }
    false
}

#[test]
fn the_schema_of_an_input_says_what_building_wants() {
    let (mut built, mut refused) = (0, 0);
    for &provider in Provider::ALL {
        for operation in provider.operations() {
            let (inputs, schema) = (known(provider, operation), operation.input_schema());
            assert!(!inputs.is_empty(), "no vector builds {provider} {}", operation.name());
            let (changes, schema) = (changes(&inputs, &schema), validator(&schema));
            // of two changes, the second is the first value that a member is given, or that it is not there
            let firsts = |(index, (path, to)): &(usize, &Change)| {
                to.is_none() || !changes.iter().take(*index).any(|(other, to)| other == path && to.is_some())
            };
            let seconds: Vec<&Change> = changes.iter().enumerate().filter(firsts).map(|(_, change)| change).collect();
            for known in &inputs {
                let mut hold = |input: &Json| {
                    let is_built = compare(provider, operation, &schema, known, input);
                    *if is_built { &mut built } else { &mut refused } += 1;
                };
                hold(&known.input);
                for (path, to) in &changes {
                    let once = changed(&known.input, path, to.as_ref());
                    hold(&once);
                    for (other, to) in seconds.iter().filter(|(other, _)| other != path) {
                        hold(&changed(&once, other, to.as_ref()));
                    }
                }
            }
        }
    }
    assert!(built > 10_000 && refused > 10_000, "{built} built, {refused} refused");
}

/// Every rule of the tables is one that inputs break: a schema that says more or less than them fails above.
#[test]
fn schemas_say_what_members_want_of_each_other() {
    let rules = |provider: Provider, name: &str| {
        let schema = provider.operation(name).expect("an operation").input_schema();
        let within = |name: &str| schema.get("properties").and_then(|all| all.get(name)).cloned().unwrap_or(Json::Null);
        let items = within("transactions").get("items").cloned().unwrap_or(Json::Null);
        let places = [schema.clone(), within("paymentDetails"), within("accountDetails"), items];
        places.iter().filter_map(|place| place.get("allOf").and_then(Json::as_array)).map(<[Json]>::len).sum::<usize>()
    };
    for (provider, name, count) in [
        (Provider::Coinut, "addBankAccount", 6),
        (Provider::Rahat, "instantOfframp", 4),
        (Provider::Rahat, "bulkOfframp", 3),
        (Provider::Swiftpay, "onRamp", 3),
        (Provider::Swiftpay, "offRamp", 3),
        (Provider::Unigox, "listPaymentRails", 1),
        (Provider::Unigox, "submitKyc", 5),
        (Provider::Unigox, "createPaymentDetails", 6),
        (Provider::Unigox, "estimate", 1),
    ] {
        assert_eq!(rules(provider, name), count, "{provider} {name}");
    }
}
