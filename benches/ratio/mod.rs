//! Measures two ways of doing the same in one run, and prints how they compare.

use std::cell::Cell;
use std::time::{Duration, Instant};

use criterion::{Criterion, SamplingMode, Throughput};

/// One way: its name and what it does.
pub(crate) type Way<'a> = (&'a str, &'a mut dyn FnMut());

/// How often the two take turns.
const ROUNDS: usize = 7;

/// Measures both ways each by itself, and then in turns, so that whatever else the machine does
/// falls on both; prints the ratio of the medians of the turns.
pub(crate) fn compare<'a>(criterion: &mut Criterion, name: &str, bytes: Option<u64>, ours: Way<'a>, theirs: Way<'a>) {
    let mut group = criterion.benchmark_group(name);
    group.sampling_mode(SamplingMode::Flat);
    group.sample_size(10);
    group.warm_up_time(Duration::from_millis(200));
    group.measurement_time(Duration::from_secs(1));
    if let Some(bytes) = bytes {
        group.throughput(Throughput::Bytes(bytes));
    }
    let mut ways = [ours, theirs];
    let mut nanoseconds = 1;
    for (way, work) in &mut ways {
        let last = Cell::new(Duration::ZERO);
        group.bench_function(*way, |bencher| {
            bencher.iter_custom(|times| {
                let taken = time(work, times);
                last.set(taken / u32::try_from(times).unwrap_or(u32::MAX));
                taken
            });
        });
        nanoseconds = last.get().as_nanos().max(nanoseconds);
    }
    group.finish();
    // as many in one go as take a fiftieth of a second
    let times = u64::try_from(20_000_000 / nanoseconds).unwrap_or(1).max(1);
    let mut turns = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for ((_, work), turns) in ways.iter_mut().zip(&mut turns) {
            turns.push(time(work, times).as_nanos() / u128::from(times));
        }
    }
    let [a, b] = turns.map(|mut turns| {
        turns.sort_unstable();
        turns[ROUNDS / 2].max(1)
    });
    let hundredths = b * 100 / a;
    let ratio = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    println!("{name}: {} {a} ns, {} {b} ns, ratio {ratio}\n", ways[0].0, ways[1].0);
}

fn time(work: &mut dyn FnMut(), times: u64) -> Duration {
    let start = Instant::now();
    for _ in 0..times {
        work();
    }
    start.elapsed()
}
