//! Laws of money: nothing is lost, nothing appears, and what is computed can be computed back.
use offramp_core::money::{Amount, Currency, allocate, allocate_by};
use offramp_core::quote::FeeSchedule;
use offramp_core::{Json, Timestamp, api};
use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};

const MODES: [(&str, RoundingStrategy); 7] = [
    ("halfEven", RoundingStrategy::MidpointNearestEven),
    ("halfUp", RoundingStrategy::MidpointAwayFromZero),
    ("halfDown", RoundingStrategy::MidpointTowardZero),
    ("up", RoundingStrategy::AwayFromZero),
    ("down", RoundingStrategy::ToZero),
    ("ceiling", RoundingStrategy::ToPositiveInfinity),
    ("floor", RoundingStrategy::ToNegativeInfinity),
];

fn mode() -> impl Strategy<Value = usize> {
    0..MODES.len()
}

/// A number with so many decimals.
fn number(most: u64, decimals: u32) -> impl Strategy<Value = String> {
    (0..=most).prop_map(move |units| Decimal::new(i64::try_from(units).unwrap(), decimals).to_string())
}

fn currency() -> impl Strategy<Value = Currency> {
    prop::sample::select(vec!["USD", "JPY", "KWD", "USDC"]).prop_map(|code| Currency::new(code).unwrap())
}

fn rate(most: u64) -> impl Strategy<Value = String> {
    prop_oneof![
        number(most, 0).prop_map(|number| format!(r#""percent":"{number}""#)),
        number(most * 100, 2).prop_map(|number| format!(r#""percent":"{number}""#)),
        number(most * 1000, 5).prop_map(|number| format!(r#""fraction":"{number}""#)),
        number(most * 100, 0).prop_map(|number| format!(r#""bps":"{number}""#)),
    ]
}

/// A part of any kind: flat, with bounds, or in tiers.
fn part() -> impl Strategy<Value = String> {
    let mode = || mode().prop_map(|at| MODES[at].0);
    prop_oneof![
        (rate(20), 0_u8..9, mode()).prop_map(|(rate, fixed, mode)| format!(
            r#"{{"name":"flat",{rate},"fixed":"{fixed}","rounding":"{mode}"}}"#
        )),
        (rate(20), 0_u8..9, 9_u8..90, mode()).prop_map(|(rate, min, max, mode)| format!(
            r#"{{"name":"bounds",{rate},"min":"{min}","max":"{max}","rounding":"{mode}"}}"#
        )),
        (rate(20), rate(20), 1_u16..500, 0_u8..5, prop::bool::ANY, mode()).prop_map(
            |(low, high, end, fixed, whole, mode)| format!(
                r#"{{"name":"tiers","tiers":[{{"upTo":"{end}",{low}}},{{{high},"fixed":"{fixed}"}}],"tierMode":"{}","rounding":"{mode}"}}"#,
                if whole { "whole" } else { "marginal" }
            )
        ),
    ]
}

fn schedule() -> impl Strategy<Value = String> {
    (prop::collection::vec(part(), 0..4), prop::bool::ANY).prop_map(|(parts, on_top)| {
        let charge = if on_top { "onTop" } else { "deducted" };
        format!(r#"{{"parts":[{}],"charge":"{charge}"}}"#, parts.join(","))
    })
}

/// A percentage, often one that ends in the middle between two cents.
fn percent() -> impl Strategy<Value = String> {
    prop_oneof![number(10_000_000, 5), prop::sample::select(vec!["0.5", "2.5", "12.5", "50"]).prop_map(str::to_owned)]
}

fn units(amount: Amount, currency: Currency) -> i128 {
    amount.minor_units(currency).unwrap()
}

fn text<'a>(json: &'a Json, name: &str) -> &'a str {
    json.get(name).and_then(Json::as_str).unwrap()
}

fn quote_request(schedule: &str, rate: &str, mode: &str, fee_in: &str, amount: &str) -> Json {
    format!(
        r#"{{"amount":"{amount}","sourceCurrency":"USD","destinationCurrency":"EUR","exchangeRate":"{rate}",
        "rounding":"{mode}","feeCurrency":"{fee_in}","schedule":{schedule}}}"#
    )
    .parse()
    .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn parts_add_up_to_the_fee_and_fee_and_net_to_the_gross(
        schedule in schedule(), currency in currency(), amount in 0_u64..1 << 50
    ) {
        let schedule: FeeSchedule = schedule.parse().unwrap();
        let amount = Amount::from_minor_units(i128::from(amount), currency).unwrap();
        let plan = schedule.plan(currency).unwrap();
        if let Ok(fees) = plan.compute(amount) {
            let parts: i128 = fees.parts().map(|part| units(part.amount(), currency)).sum();
            prop_assert_eq!(parts, units(fees.fee(), currency));
            prop_assert_eq!(parts + units(fees.net(), currency), units(fees.gross(), currency));
            for part in fees.parts() {
                // every explanation ends with what the part comes to, or begins with it
                let (explanation, amount) = (part.explanation(), part.amount().to_string());
                prop_assert!(explanation.ends_with(&amount) || explanation == format!("{amount} fixed"), "{}", explanation);
            }
        }
        let again: FeeSchedule = schedule.to_json().to_string().parse().unwrap();
        prop_assert_eq!(again, schedule);
    }

    #[test]
    fn fixed_point_and_rust_decimal_agree(
        amount in number(10_000_000_000, 2), percent in percent(), fixed in number(1000, 2), mode in mode()
    ) {
        let (name, strategy) = MODES[mode];
        let schedule: FeeSchedule = format!(
            r#"{{"parts":[{{"name":"a","percent":"{percent}","fixed":"{fixed}","rounding":"{name}"}}],"charge":"onTop"}}"#
        ).parse().unwrap();
        let fees = schedule.plan(Currency::new("USD").unwrap()).unwrap().compute(amount.parse().unwrap()).unwrap();
        let decimal = |text: &str| text.parse::<Decimal>().unwrap();
        let exact = decimal(&amount) * decimal(&percent) / Decimal::ONE_HUNDRED + decimal(&fixed);
        prop_assert_eq!(fees.fee().as_decimal(), exact.round_dp_with_strategy(2, strategy));
    }

    #[test]
    fn what_arrives_can_be_asked_back(
        schedule in schedule(), rate in number(5_000_000, 4), mode in mode(), destination in prop::bool::ANY,
        amount in number(200_000, 2)
    ) {
        let fee_in = if destination { "destination" } else { "source" };
        let Ok(forward) = api::quote(&quote_request(&schedule, &rate, MODES[mode].0, fee_in, &amount)) else {
            return Ok(());
        };
        let forward = forward.to_json();
        let arrives = text(&forward, "destinationAmount");
        if arrives == "0.00" {
            return Ok(());
        }
        let back = api::quote_for_target(&quote_request(&schedule, &rate, MODES[mode].0, fee_in, arrives)).unwrap();
        prop_assert!(back.findings.is_empty(), "{:?}", back.findings);
        prop_assert_eq!(back.destination_amount.to_string(), arrives);
        let sent: Amount = text(&forward, "sourceAmount").parse().unwrap();
        prop_assert!(forward.get("parts").is_some() && (back.source_amount <= sent || schedule.contains("onTop")));
    }

    /// Whatever is said about a target is what trying every payment finds.
    #[test]
    fn the_smallest_payment_is_found_or_there_is_none(
        schedule in schedule(), rate in number(30_000, 4), mode in mode(), destination in prop::bool::ANY,
        target in number(3000, 2)
    ) {
        prop_assume!(target != "0.00" && schedule.contains("deducted") && rate.parse::<Decimal>().unwrap() > Decimal::new(5, 1));
        let fee_in = if destination { "destination" } else { "source" };
        let Ok(quote) = api::quote_for_target(&quote_request(&schedule, &rate, MODES[mode].0, fee_in, &target)) else {
            return Ok(());
        };
        let wanted: Amount = target.parse().unwrap();
        let most = units(quote.source_amount, Currency::new("USD").unwrap());
        prop_assume!(most < 20_000);
        let arrives = |cents: i128| {
            let amount = Decimal::from_i128_with_scale(cents, 2).to_string();
            api::quote(&quote_request(&schedule, &rate, MODES[mode].0, fee_in, &amount)).ok().map(|q| q.destination_amount)
        };
        // none below hits the target, which would be smaller, and none of the next ones, if it was said that there is none
        let is_exact = quote.destination_amount == wanted;
        prop_assert_eq!(is_exact, quote.findings.is_empty());
        for cents in (most - 300).max(1)..most {
            prop_assert_ne!(arrives(cents), Some(wanted), "{} cents", cents);
        }
        if !is_exact {
            for cents in most..most + 300 {
                prop_assert_ne!(arrives(cents), Some(wanted), "{} cents", cents);
            }
        }
    }

    #[test]
    fn splitting_loses_nothing(
        currency in currency(), amount in 0_i128..1 << 80, ways in 1_usize..200,
        weights in prop::collection::vec(number(1 << 40, 6), 1..50)
    ) {
        let whole = Amount::from_minor_units(amount, currency).unwrap();
        let shares: Vec<i128> = allocate(whole, currency, ways).unwrap().map(|share| units(share, currency)).collect();
        prop_assert_eq!(shares.iter().sum::<i128>(), amount);
        prop_assert!(shares.iter().max().unwrap() - shares.iter().min().unwrap() <= 1);
        let weights: Vec<Decimal> = weights.iter().map(|weight| weight.parse().unwrap()).collect();
        prop_assume!(weights.iter().any(|weight| !weight.is_zero()));
        let shares = allocate_by(whole, currency, &weights).unwrap();
        prop_assert_eq!(shares.iter().map(|share| units(*share, currency)).sum::<i128>(), amount);
        // each is within one unit of its exact part
        let numbers: Vec<i128> = weights.iter().map(|weight| weight.mantissa() * 10_i128.pow(6 - weight.scale())).collect();
        let sum: i128 = numbers.iter().sum();
        for (share, number) in shares.iter().zip(numbers) {
            if let Some(exact) = amount.checked_mul(number) {
                let units = units(*share, currency);
                prop_assert!(units == exact / sum || units == exact / sum + 1);
            }
        }
    }

    #[test]
    fn the_order_of_payments_changes_no_limit(
        past in prop::collection::vec((1_u32..5000, 0_i64..200_000), 0..30), seed in any::<u64>()
    ) {
        let payments: Vec<String> = past.iter().map(|(cents, before)| {
            let at = Timestamp::from_unix_seconds(1_774_774_800 - before).unwrap();
            format!(r#"{{"amount":"{}","at":"{at}"}}"#, Decimal::new(i64::from(*cents), 2))
        }).collect();
        let mut shuffled = payments.clone();
        shuffled.sort_by_key(|payment| payment.bytes().fold(seed, |hash, byte| hash.rotate_left(5) ^ u64::from(byte)));
        let answer = |payments: &[String]| {
            let request: Json = format!(
                r#"{{"amount":"30","currency":"USD","now":"2026-03-29T09:00:00Z","history":[{}],"limits":[
                {{"total":"500","count":25,"window":"rolling24h"}},{{"total":"300","window":"day","zone":"Europe/Berlin"}}]}}"#,
                payments.join(",")
            ).parse().unwrap();
            api::check_limits(&request).unwrap().to_json().to_string()
        };
        prop_assert_eq!(answer(&payments), answer(&shuffled));
    }

    #[test]
    fn no_request_panics(call in 0_usize..10, text in r#"[\[\]{}:,"a-z0-9. ]{0,60}"#, amount in ".{0,30}") {
        let names = ["computeFees", "quote", "quoteForTarget", "checkLimits", "settlement", "businessDay", "allocate", "parseAmount", "formatAmount", "amountInWords"];
        if let Ok(json) = text.parse() {
            let _ = api::ask(names[call], &json);
        }
        let json = Json::object([("amount", amount.as_str()), ("currency", "USD"), ("ways", "3")]);
        let _ = api::ask(names[call], &json);
    }
}

/// The rows of data/schemes.csv: key, provider, currency, windows.
fn schemes() -> Vec<(String, String, String, String)> {
    let table = include_str!("../../../data/schemes.csv");
    let rows = table.lines().skip(1).map(|line| {
        let columns: Vec<&str> = line.split(',').collect();
        let currency = if columns[3].is_empty() { "USDC" } else { columns[3] };
        (columns[0].to_owned(), columns[1].to_owned(), currency.to_owned(), columns[6].to_owned())
    });
    rows.collect()
}

fn settle((key, provider, currency, _): &(String, String, String, String), time: &str) -> Json {
    let provider = if provider.is_empty() { String::new() } else { format!(r#","provider":"{provider}""#) };
    let request = format!(r#"{{"currency":"{currency}","scheme":"{key}",{time}{provider}}}"#);
    api::settlement(&request.parse().unwrap()).unwrap().to_json()
}

/// How many days a window's arrival may lie apart: `18:00>0+11:30..3+24:00` begins on one day and ends on the fourth.
fn days_between(windows: &str) -> i64 {
    let day = |text: &str| text.split_once('+').and_then(|(day, _)| day.parse::<i64>().ok()).unwrap_or(0);
    let apart = |window: &str| {
        let (_, arrival) = window.split_once('>')?;
        let (earliest, latest) = arrival.split_once("..")?;
        Some(day(latest) - day(earliest) + 1)
    };
    windows.split(' ').filter_map(apart).max().unwrap_or(0)
}

fn seconds(answer: &Json, name: &str) -> i64 {
    let time = answer.get(name).and_then(Json::as_str).unwrap_or_else(|| panic!("no {name} in {answer}"));
    time.parse::<Timestamp>().unwrap().unix_seconds()
}

#[test]
fn what_never_rests_arrives_on_a_saturday_night_within_its_time() {
    let mut count = 0;
    for row in schemes() {
        // 22:00 in London, and Saturday night or Sunday morning wherever the scheme is at home
        let answer = settle(&row, r#""at":"2026-11-28T22:00:00Z""#);
        assert_eq!(answer.get("verdict").and_then(Json::as_str), Some("valid"), "{row:?}: {answer}");
        let Some(time) = row.3.strip_prefix('~') else {
            let days = 86_400 * days_between(&row.3).max(3);
            assert!(seconds(&answer, "earliestAt") > seconds(&answer, "latestAt") - days, "{row:?}");
            continue;
        };
        let at = "2026-11-28T22:00:00Z".parse::<Timestamp>().unwrap().unix_seconds();
        assert_eq!(seconds(&answer, "earliestAt"), at, "{row:?}");
        assert_eq!(seconds(&answer, "latestAt"), at + time.parse::<i64>().unwrap(), "{row:?}");
        assert_eq!(answer.get("calendar"), None, "{row:?}");
        count += 1;
    }
    assert!(count > 30, "{count}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What is sent by the latest time to send has arrived, and what is sent a second later has not.
    #[test]
    fn the_latest_time_to_send_is_the_latest(hour in 0_i64..17_000) {
        let start = "2024-12-20T00:00:00Z".parse::<Timestamp>().unwrap().unix_seconds();
        let by = Timestamp::from_unix_seconds(start + hour * 3600).unwrap();
        for row in schemes() {
            let backwards = settle(&row, &format!(r#""arriveBy":"{by}""#));
            let send_by = seconds(&backwards, "sendBy");
            let sent = |at: i64| {
                let at = Timestamp::from_unix_seconds(at).unwrap();
                seconds(&settle(&row, &format!(r#""at":"{at}""#)), "latestAt")
            };
            prop_assert!(sent(send_by) <= by.unix_seconds(), "{row:?} by {by}");
            prop_assert!(sent(send_by + 1) > by.unix_seconds(), "{row:?} by {by}");
        }
    }
}

/// Saturday nights, in every season; the last is at Easter.
const NIGHTS: [&str; 4] =
    ["2026-11-28T23:30:00Z", "2026-02-14T23:30:00Z", "2026-10-31T23:59:59Z", "2026-04-04T22:15:00Z"];

#[test]
fn what_never_rests_answers_on_a_saturday_night_within_its_time() {
    let seconds = |time: &str| time.parse::<Timestamp>().unwrap().unix_seconds();
    let (mut never, mut others) = (0, 0);
    for line in include_str!("../../../data/schemes.csv").lines().skip(1) {
        let columns: Vec<&str> = line.split(',').collect();
        let (key, provider, currency, windows) = (columns[0], columns[1], columns[3], columns[6]);
        let currency = if currency.is_empty() { "USDC" } else { currency };
        let amount = if columns[8].is_empty() { "1000" } else { columns[8] };
        for night in NIGHTS {
            let members = [("currency", currency), ("scheme", key), ("at", night), ("amount", amount)];
            let provider = (!provider.is_empty()).then_some(("provider", provider));
            let request = Json::object(members.into_iter().chain(provider));
            let arrival = api::settlement(&request).unwrap();
            assert!(arrival.way.scheme == Some(key) && arrival.rail.as_str() == columns[2], "{line}");
            let (earliest, latest) = arrival.way.times.unwrap();
            if let Some(within) = windows.strip_prefix('~') {
                assert_eq!(earliest.unix_seconds(), seconds(night), "{line}");
                assert_eq!(latest.unix_seconds() - seconds(night), within.parse::<i64>().unwrap(), "{line}");
                assert!(arrival.way.skipped.is_empty() && arrival.way.cutoff.is_none(), "{line}");
                never += 1;
            } else {
                assert!(latest.unix_seconds() - seconds(night) > 6 * 3600, "{line}: {latest}");
                others += 1;
            }
        }
    }
    assert!(never >= 30 * NIGHTS.len() && others >= 12 * NIGHTS.len(), "{never} {others}");
}
