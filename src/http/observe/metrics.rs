//! What is counted and measured: the five metrics of SwiftPay's document, and what an operator needs besides.
//! No label holds anything that a caller chose.

#![expect(clippy::disallowed_types, reason = "Prometheus counts and measures in floats; none of them is money")]

use std::time::Duration;

use metrics::{Counter, Gauge, Histogram, Key, Label, Level, Metadata, Recorder};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

use crate::payment::{AlarmKind, EndedCount, Notice, NotificationState, Observer, PaymentStatus, PaymentType, labels};

const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

pub(in crate::http) struct Metrics {
    handle: PrometheusHandle,
    /// Requests that reached the check for idempotency.
    payment_requests: Counter,
    idempotent_hits: Counter,
    pub(in crate::http) database_errors: Counter,
    reconciled: Counter,
    open_attempts: Gauge,
    open_elsewhere: Gauge,
    /// Alarms that nobody has resolved, and those that were raised since the start.
    alarms: Gauge,
    raised: Vec<(AlarmKind, Counter)>,
    /// Notifications of services that wait to be tried again, that were given up, and what came of trying.
    untold: Gauge,
    dead: Gauge,
    told: Vec<(NotificationState, Counter)>,
    /// Payments that have ended, as the record counts them.
    payments: [(PaymentType, PaymentStatus, Counter); 4],
    pending: [(&'static str, Counter); 2],
    failures: Vec<(&'static str, Counter)>,
    payment_seconds: Histogram,
    gateway_seconds: Histogram,
    gateway_unanswered: Counter,
    responses: Vec<Counter>,
    request_seconds: Histogram,
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Metrics")
    }
}

impl Metrics {
    /// One set a service: several in one process do not mix.
    pub(in crate::http) fn new() -> Option<Metrics> {
        let builder = PrometheusBuilder::new().set_buckets(&BUCKETS).ok()?;
        let recorder = builder.build_recorder();
        let make = Maker(&recorder);
        let payment = |kind: PaymentType, is: PaymentStatus| {
            (kind, is, make.counter("offramp_payments_total", &[("type", kind.as_str()), ("status", is.as_str())]))
        };
        make.describe();
        Some(Metrics {
            payment_requests: make.counter("offramp_payment_requests_total", &[]),
            idempotent_hits: make.counter("offramp_payment_idempotent_hits_total", &[]),
            database_errors: make.counter("offramp_database_errors_total", &[]),
            reconciled: make.counter("offramp_payments_reconciled_total", &[]),
            open_attempts: make.gauge("offramp_open_attempts"),
            open_elsewhere: make.gauge("offramp_open_attempts_elsewhere"),
            alarms: make.gauge("offramp_alarms"),
            raised: AlarmKind::ALL
                .iter()
                .map(|kind| (*kind, make.counter("offramp_alarms_total", &[("kind", kind.as_str())])))
                .collect(),
            untold: make.gauge("offramp_webhooks_waiting"),
            dead: make.gauge("offramp_webhooks_dead"),
            told: [
                (NotificationState::Delivered, "delivered"),
                (NotificationState::Waiting, "failed"),
                (NotificationState::Dead, "dead"),
            ]
            .map(|(state, outcome)| (state, make.counter("offramp_webhooks_total", &[("outcome", outcome)])))
            .into(),
            pending: ["ONRAMP", "OFFRAMP"]
                .map(|kind| (kind, make.counter("offramp_payments_pending_total", &[("type", kind)]))),
            payments: [
                payment(PaymentType::Onramp, PaymentStatus::Success),
                payment(PaymentType::Onramp, PaymentStatus::Failed),
                payment(PaymentType::Offramp, PaymentStatus::Success),
                payment(PaymentType::Offramp, PaymentStatus::Failed),
            ],
            failures: labels()
                .into_iter()
                .map(|code| (code, make.counter("offramp_payment_failures_total", &[("code", code)])))
                .collect(),
            payment_seconds: make.histogram("offramp_payment_duration_seconds"),
            gateway_seconds: make.histogram("offramp_gateway_duration_seconds"),
            gateway_unanswered: make.counter("offramp_gateway_unanswered_total", &[]),
            responses: ["1xx", "2xx", "3xx", "4xx", "5xx"]
                .into_iter()
                .map(|class| make.counter("offramp_http_responses_total", &[("class", class)]))
                .collect(),
            request_seconds: make.histogram("offramp_http_request_duration_seconds"),
            handle: recorder.handle(),
        })
    }

    /// In the format of Prometheus.
    pub(in crate::http) fn render(&self) -> String {
        self.handle.render()
    }

    /// How many payments have ended, as the record has it: it counts each once, whoever ended it, also across starts.
    pub(in crate::http) fn ended(&self, counts: &[EndedCount]) {
        let sum = |fits: &dyn Fn(&EndedCount) -> bool| {
            let counts = counts.iter().filter(|count| fits(count)).map(|count| count.count);
            u64::try_from(counts.fold(0_i64, i64::saturating_add)).unwrap_or(0)
        };
        for (kind, status, counter) in &self.payments {
            counter.absolute(sum(&|count| count.kind == *kind && count.status == *status));
        }
        for (code, counter) in &self.failures {
            counter.absolute(sum(&|count| count.status == PaymentStatus::Failed && count.code == *code));
        }
    }

    /// Drains what was measured into buckets; without this, memory grows until somebody asks.
    pub(in crate::http) fn upkeep(&self) {
        self.handle.run_upkeep();
    }

    pub(in crate::http) fn responded(&self, status: u16, took: Duration) {
        let class = usize::from(status / 100).saturating_sub(1);
        if let Some(counter) = self.responses.get(class) {
            counter.increment(1);
        }
        self.request_seconds.record(took.as_secs_f64());
    }
}

impl Observer for Metrics {
    fn notice(&self, notice: Notice) {
        match notice {
            Notice::Requested => self.payment_requests.increment(1),
            Notice::Repeated => self.idempotent_hits.increment(1),
            Notice::Answered { took } => self.payment_seconds.record(took.as_secs_f64()),
            Notice::Pending { kind } => {
                if let Some((_, counter)) = self.pending.iter().find(|(of, _)| *of == kind.as_str()) {
                    counter.increment(1);
                }
            }
            Notice::Called { took, is_unanswered } => {
                self.gateway_seconds.record(took.as_secs_f64());
                if is_unanswered {
                    self.gateway_unanswered.increment(1);
                }
            }
            Notice::StoreFailed => self.database_errors.increment(1),
            Notice::Reconciled => self.reconciled.increment(1),
            Notice::Waiting(counts) => {
                self.open_attempts.set(count(counts.open));
                self.open_elsewhere.set(count(counts.elsewhere));
                self.alarms.set(count(counts.alarms));
                self.untold.set(count(counts.untold));
                self.dead.set(count(counts.dead));
            }
            Notice::Told { state } => {
                if let Some((_, counter)) = self.told.iter().find(|(of, _)| *of == state) {
                    counter.increment(1);
                }
            }
            Notice::Alarm { kind } => {
                if let Some((_, counter)) = self.raised.iter().find(|(of, _)| *of == kind) {
                    counter.increment(1);
                }
            }
        }
    }
}

fn count(count: i64) -> f64 {
    f64::from(u32::try_from(count.max(0)).unwrap_or(u32::MAX))
}

struct Maker<'a>(&'a PrometheusRecorder);

const METADATA: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, Some(module_path!()));

impl Maker<'_> {
    fn counter(&self, name: &'static str, labels: &[(&'static str, &'static str)]) -> Counter {
        let labels: Vec<_> = labels.iter().map(|(name, value)| Label::from_static_parts(name, value)).collect();
        let counter = self.0.register_counter(&Key::from_parts(name, labels), &METADATA);
        counter.absolute(0);
        counter
    }

    fn gauge(&self, name: &'static str) -> Gauge {
        self.0.register_gauge(&Key::from_static_name(name), &METADATA)
    }

    fn histogram(&self, name: &'static str) -> Histogram {
        self.0.register_histogram(&Key::from_static_name(name), &METADATA)
    }

    fn describe(&self) {
        for (name, help) in [
            (
                "offramp_payments_total",
                "Payments that have ended, each once, by how, as the record has it, which all replicas share",
            ),
            ("offramp_payments_pending_total", "Payments that were answered before anybody knew how they end"),
            ("offramp_alarms_total", "Disagreements between the gateway and the record, by kind: somebody must look"),
            ("offramp_payment_failures_total", "Payments that failed, by the gateway's code, as the record has it"),
            ("offramp_payment_requests_total", "Payment requests that reached the check for idempotency"),
            ("offramp_payment_idempotent_hits_total", "Payment requests that repeated an earlier one"),
            ("offramp_payments_reconciled_total", "Attempts whose outcome was asked for after a crash or a timeout"),
            ("offramp_gateway_unanswered_total", "Calls of the gateway without an answer"),
            ("offramp_database_errors_total", "Failures of the database"),
            ("offramp_webhooks_total", "Tries to tell a service how a payment has ended, by what came of them"),
            ("offramp_http_responses_total", "Responses by class of status"),
        ] {
            self.0.describe_counter(name.into(), None, help.into());
        }
        for (name, help) in [
            ("offramp_payment_duration_seconds", "Time from a payment's request to its answer"),
            ("offramp_gateway_duration_seconds", "Time that the gateway took"),
            ("offramp_http_request_duration_seconds", "Time from a request's head to its response's head"),
        ] {
            self.0.describe_histogram(name.into(), None, help.into());
        }
        for (name, help) in [
            ("offramp_open_attempts", "Attempts that nobody has settled and that are old enough to be asked for"),
            ("offramp_open_attempts_elsewhere", "Attempts that are open at a gateway that is not in use"),
            ("offramp_webhooks_waiting", "Services' webhooks that were tried and wait to be tried again"),
            ("offramp_webhooks_dead", "Services' webhooks that were given up: `offramp webhooks replay`"),
            ("offramp_alarms", "Disagreements between the gateway and the record that nobody has resolved"),
        ] {
            self.0.describe_gauge(name.into(), None, help.into());
        }
    }
}
