//! Fees by fixed point against the same rule in `rust_decimal`: 2.9 % and 0.30, rounded half up to cents.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a benchmark that goes wrong in these ways stops, as it should"
)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use offramp_core::money::{Amount, Currency};
use offramp_core::quote::FeeSchedule;
use offramp_core::{Json, api};
use rust_decimal::{Decimal, RoundingStrategy};

const SCHEDULE: &str =
    r#"{"parts":[{"name":"provider","percent":"2.9","fixed":"0.30","rounding":"halfUp"}],"charge":"deducted"}"#;

fn fees(c: &mut Criterion) {
    let amounts: Vec<String> = (0..1000).map(|index| Decimal::new(index * 7919 + 1234, 2).to_string()).collect();
    let mut next = amounts.iter().cycle();
    let mut text = || next.next().map_or("", String::as_str);
    let plan = SCHEDULE.parse::<FeeSchedule>().unwrap().plan(Currency::new("USD").unwrap()).unwrap();
    let mut group = c.benchmark_group("fees");

    group.bench_function("plan, text to amounts", |b| {
        b.iter(|| {
            let fees = plan.compute(black_box(text()).parse::<Amount>().unwrap()).unwrap();
            (fees.fee(), fees.net())
        });
    });
    group.bench_function("rust_decimal, text to decimals", |b| {
        let (percent, fixed) = (Decimal::new(29, 1), Decimal::new(30, 2));
        b.iter(|| {
            let gross = Decimal::from_str_exact(black_box(text())).unwrap();
            let fee = (gross * percent / Decimal::ONE_HUNDRED + fixed)
                .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
            (fee, gross - fee)
        });
    });
    group.bench_function("plan, text to text with the explanation", |b| {
        b.iter(|| {
            let fees = plan.compute(black_box(text()).parse::<Amount>().unwrap()).unwrap();
            let explanation = fees.parts().next().map(|part| part.explanation());
            (fees.fee().to_string(), fees.net().to_string(), explanation)
        });
    });
    group.bench_function("rust_decimal, text to text", |b| {
        let (percent, fixed) = (Decimal::new(29, 1), Decimal::new(30, 2));
        b.iter(|| {
            let gross = Decimal::from_str_exact(black_box(text())).unwrap();
            let fee = (gross * percent / Decimal::ONE_HUNDRED + fixed)
                .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
            (fee.to_string(), (gross - fee).to_string())
        });
    });
    let request: Json = format!(r#"{{"amount":"1234.56","currency":"USD","schedule":{SCHEDULE}}}"#).parse().unwrap();
    group.bench_function("request as JSON", |b| b.iter(|| api::compute_fees(black_box(&request)).unwrap().to_json()));
    group.finish();
}

criterion_group!(benches, fees);
criterion_main!(benches);
