//! Measures two ways of doing the same in one run, and prints how they compare.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use criterion::{Criterion, SamplingMode, Throughput};

/// One way: its name and what it does.
pub(crate) type Way<'a> = (&'a str, &'a mut dyn FnMut());

/// Measures both ways, and prints the ratio of their medians.
pub(crate) fn compare<'a>(criterion: &mut Criterion, name: &str, bytes: Option<u64>, ours: Way<'a>, theirs: Way<'a>) {
    let mut group = criterion.benchmark_group(name);
    group.sampling_mode(SamplingMode::Flat);
    group.sample_size(10);
    group.warm_up_time(Duration::from_millis(500));
    group.measurement_time(Duration::from_secs(2));
    if let Some(bytes) = bytes {
        group.throughput(Throughput::Bytes(bytes));
    }
    let mut medians = Vec::new();
    for (way, work) in [ours, theirs] {
        let samples = RefCell::new(Vec::new());
        group.bench_function(way, |bencher| {
            bencher.iter_custom(|times| {
                let start = Instant::now();
                for _ in 0..times {
                    work();
                }
                let taken = start.elapsed();
                samples.borrow_mut().push(taken.as_nanos() / u128::from(times.max(1)));
                taken
            });
        });
        let mut samples = samples.into_inner();
        samples.sort_unstable();
        medians.push((way, samples.get(samples.len() / 2).copied().unwrap_or(0)));
    }
    group.finish();
    if let [(ours, a), (theirs, b)] = medians[..]
        && a > 0
    {
        let hundredths = b * 100 / a;
        println!("{name}: {ours} {a} ns, {theirs} {b} ns; ratio {}.{:02}\n", hundredths / 100, hundredths % 100);
    }
}
