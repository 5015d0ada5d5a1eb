//! Payouts by the command against the sandbox, which goes wrong, with runners that are killed: its ledger is held against the report.
//! `OFFRAMP_PROVE_PAYOUTS` says how many beneficiaries there are, `OFFRAMP_PROVE_KILLS` how often the runner is killed.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::print_stdout,
    reason = "a test that goes wrong in these ways fails, as it should"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use offramp_core::sandbox::{Faults, Options, Sandbox};
use offramp_core::{Json, Object, Provider};

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// One fault in five requests, none of which takes long.
fn faults() -> Faults {
    let names = ["latency", "drop_before", "drop_after", "rate_limit", "error_before", "error_after", "lost"];
    let rates = names.map(|name| format!(r#""{name}":0.0286"#)).join(",");
    let text = format!(r#"{{{rates},"latencyMillis":5,"retryAfterSeconds":1,"lostSeconds":1}}"#);
    Faults::from_json(&text.parse().unwrap()).unwrap()
}

/// What is paid, and how.
struct Case {
    provider: Provider,
    header: &'static str,
    row: fn(usize) -> String,
    /// What the ledger calls the account of a row.
    to: fn(usize) -> String,
    config: &'static str,
    /// Whether an item may stay unknown: a request without a key of which nobody can be asked.
    may_be_unknown: bool,
}

const CASES: &[Case] = &[
    Case {
        provider: Provider::Swiftpay,
        header: "reference,currency,amount,vpa",
        row: |n| format!("S-{n},INR,{}.00,user{n}@okhdfcbank", 2000 + n),
        to: |n| format!("user{n}@okhdfcbank"),
        config: r#"{"settings":{"wallet":"wallet_1"}}"#,
        may_be_unknown: false,
    },
    Case {
        provider: Provider::Rahat,
        header: "reference,currency,amount,accountNumber,bankName,accountName",
        row: |n| {
            format!("R-{n},NPR,{}.00,{},Nepal Bank Limited,Sita Sharma", 2000 + n, 10_001_122_334_455_u64 + n as u64)
        },
        to: |n| format!("{}", 10_001_122_334_455_u64 + n as u64),
        config: r#"{"settings":{"paymentProvider":"provider_id","tokenAmount":"{amountDecimal}",
            "senderAddress":"GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ"},"treasury":{"url":"TREASURY"}}"#,
        may_be_unknown: true,
    },
    Case {
        provider: Provider::Sentra,
        header: "reference,currency,amount,accountNumber,routingNumber,recipientId,bankAccountId,tokens",
        // what arrives of the tokens without the fee
        row: |n| {
            let (cents, account) = (199_900 + 9_995 * n / 100, 7_034_192_856 + n as u64);
            let amount = format!("{}.{:02}", cents / 100, cents % 100);
            format!("T-{n},USD,{amount},{account},021000021,rec_1,acc_{n},{}", 2000 + n)
        },
        to: |n| format!("acc_{n}"),
        config: r#"{"settings":{"user":"user_1","rail":"ACH","country":"US","tokenAmount":"{metadata.tokens}",
            "fromAddress":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"},"treasury":{"url":"TREASURY"}}"#,
        may_be_unknown: false,
    },
    Case {
        provider: Provider::Unigox,
        header: "reference,currency,amount,vpa,userRef,email",
        row: |n| format!("U-{n},INR,{}.00,user{n}@okhdfcbank,u{n},user{n}@example.com", 2000 + n),
        to: |n| format!("user{n}@okhdfcbank"),
        config: r#"{"settings":{"userRef":"{metadata.userRef}","email":"{metadata.email}","institution":"inst_1",
            "accountName":"Asha Rao","country":"IN"},"treasury":{"url":"TREASURY"}}"#,
        may_be_unknown: false,
    },
    Case {
        provider: Provider::Coinut,
        header: "reference,currency,amount,iban,bic,bankName,name,email",
        row: |n| format!("C-{n},EUR,{}.00,{},COBADEFFXXX,Commerzbank,Erika Muster,e{n}@example.com", 2000 + n, iban(n)),
        to: iban,
        config: r#"{"settings":{"customerName":"{metadata.name}","customerEmail":"{metadata.email}",
            "swift":"{bic}","tokenAmount":"{amountDecimal}"},"inputs":{"addBankAccount":{"iban":"{iban}"}},
            "treasury":{"url":"TREASURY"}}"#,
        may_be_unknown: false,
    },
];

/// The service that receives events into the same database.
struct Service(std::process::Child);

impl Service {
    fn start(folder: &Path, sandbox: &Sandbox, provider: Provider) -> Service {
        let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_offramp"))
            .args(["serve", "--listen", &address.to_string()])
            .env("DATABASE_URL", "sqlite://payouts.db")
            .env("OFFRAMP_SERVICES", "test=secret-of-tests")
            .env("OFFRAMP_WEBHOOK_SECRETS", format!("{provider}=sandbox_secret"))
            .current_dir(folder)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let started = Instant::now();
        while std::net::TcpStream::connect(address).is_err() {
            assert!(started.elapsed() < Duration::from_secs(30), "the service did not start");
            std::thread::sleep(Duration::from_millis(50));
        }
        sandbox.deliver_to(provider, format!("http://{address}/webhooks/{provider}"));
        Service(child)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// An account of Germany that belongs to nobody.
fn iban(n: usize) -> String {
    let account = format!("37040044{:010}", 532_013_000 + n);
    let remainder =
        format!("{account}131400").bytes().fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97);
    format!("DE{:02}{account}", 98 - remainder)
}

struct Run<'a> {
    case: &'a Case,
    folder: &'a Path,
    variables: Vec<(&'static str, String)>,
}

impl Run<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offramp"));
        command.arg("payout").args(arguments).current_dir(self.folder).stdin(Stdio::null());
        command.envs(self.variables.iter().map(|(name, value)| (*name, value.as_str())));
        command.env("OFFRAMP_TREASURY_TOKEN", "token").env("USER", "sita").env_remove("DATABASE_URL");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }
}

fn text(json: &Json, name: &str) -> String {
    json.get(name).and_then(|value| value.as_str().or(value.as_number())).unwrap_or_default().to_owned()
}

fn play(case: &Case, sandbox: &Sandbox, kills: usize) {
    let count = number("OFFRAMP_PROVE_PAYOUTS", 8);
    let folder = tempfile::tempdir().unwrap();
    let mut file = format!("{}\n", case.header);
    for n in 1..=count {
        writeln!(file, "{}", (case.row)(n)).unwrap();
    }
    // one that cannot be paid
    let columns = case.header.split(',').count();
    writeln!(file, "BAD,XXX,1.00{}", ",".repeat(columns - 3)).unwrap();
    std::fs::write(folder.path().join("people.csv"), &file).unwrap();
    let treasury = format!("http://{}/_sandbox/treasury", sandbox.address());
    std::fs::write(folder.path().join("payout.json"), case.config.replace("TREASURY", &treasury)).unwrap();
    let shown = variables(sandbox, case.provider);
    let run = Run { case, folder: folder.path(), variables: shown };
    let provider = case.provider.as_str();
    let planned =
        run.run(&["plan", "people.csv", "--provider", provider, "--config", "payout.json", "--out", "plan.json"]);
    let said = String::from_utf8_lossy(&planned.stdout).into_owned() + &String::from_utf8_lossy(&planned.stderr);
    assert!(said.contains(&format!("{count} will be paid, 0 are held, 1 cannot be paid")), "{provider}: {said}");
    let plan = std::fs::read_to_string(folder.path().join("plan.json")).unwrap();
    for n in 1..=count {
        let is_account = (case.to)(n).len() > 8 && provider != "sentra";
        assert!(!is_account || !plan.contains(&(case.to)(n)), "an account number is in the plan");
    }
    let _service = (case.provider == Provider::Coinut).then(|| Service::start(folder.path(), sandbox, case.provider));
    // killed again and again, and then to the end
    let database = ["--database", "sqlite://payouts.db", "--lease", "4"];
    let first = [&["run", "plan.json", "--yes"][..], &database].concat();
    let mut id = String::new();
    for kill in 0..=kills {
        let resume = [&["resume", &id][..], &database].concat();
        let mut child = run.command(if id.is_empty() { &first } else { &resume });
        if kill < kills {
            let mut child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(700 + 350 * u64::try_from(kill % 5).unwrap()));
            child.kill().unwrap();
            child.wait().unwrap();
        } else {
            let done = child.output().unwrap();
            let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
            assert!(said.contains(" done: "), "{provider}: {said}");
        }
        let list = run.run(&["list", "--database", "sqlite://payouts.db", "--json"]);
        if let Ok(json) = String::from_utf8_lossy(&list.stdout).trim().parse::<Json>() {
            id = text(&json, "id");
        }
    }
    // the same plan again pays nobody
    let again = run.run(&["run", "plan.json", "--yes", "--database", "sqlite://payouts.db"]);
    assert!(String::from_utf8_lossy(&again.stderr).contains("was run before"), "{again:?}");
    let report = run.run(&["export", &id, "--database", "sqlite://payouts.db"]);
    let report = String::from_utf8(report.stdout).unwrap();
    hold(case, count, &report, &sandbox.ledger());
    database_has_no_accounts(&run, count);
}

/// The report is what the ledger says.
fn hold(case: &Case, count: usize, report: &str, ledger: &[Json]) {
    let provider = case.provider.as_str();
    let mut paid: BTreeMap<String, usize> = BTreeMap::new();
    for line in ledger.iter().filter(|line| text(line, "provider") == provider && text(line, "kind") == "paid") {
        *paid.entry(text(line, "to")).or_default() += 1;
    }
    let mut unknown = 0;
    for (index, line) in report.lines().skip(1).enumerate() {
        let cells: Vec<_> = line.split(',').collect();
        let (n, result, reason) = (index + 1, cells[4], cells[5]);
        if n > count {
            assert_eq!(result, "failed", "{provider}: {line}");
            assert!(!reason.is_empty(), "{line}");
            continue;
        }
        let times = paid.remove(&(case.to)(n)).unwrap_or(0);
        match result {
            "paid" => assert_eq!(times, 1, "{provider}: {line}"),
            "unknown" if case.may_be_unknown => {
                assert!(times <= 1 && !reason.is_empty(), "{provider}: {line}");
                unknown += 1;
            }
            _ => panic!("{provider}: {line}, in the ledger {times} times\n{report}"),
        }
    }
    assert!(paid.is_empty(), "{provider}: paid and not in the report: {paid:?}");
    println!("{provider}: {count} beneficiaries, {unknown} unknown, every other one paid once");
}

fn database_has_no_accounts(run: &Run<'_>, count: usize) {
    if run.case.provider == Provider::Sentra {
        return;
    }
    for name in ["payouts.db", "payouts.db-wal"] {
        let Ok(bytes) = std::fs::read(run.folder.join(name)) else { continue };
        for n in 1..=count {
            let account = (run.case.to)(n);
            let is_there = bytes.windows(account.len()).any(|window| window == account.as_bytes());
            assert!(!is_there, "{}: an account number is in {name}", run.case.provider);
        }
    }
}

/// The variables that the provider's requests are authorised with in the sandbox.
fn variables(sandbox: &Sandbox, provider: Provider) -> Vec<(&'static str, String)> {
    let overview: Json = {
        let address = sandbox.address();
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let request = "GET /_sandbox HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
        let mut answer = String::new();
        std::io::Read::read_to_string(&mut stream, &mut answer).unwrap();
        answer.split_once("\r\n\r\n").unwrap().1.trim().parse().unwrap()
    };
    let one = overview.get("providers").and_then(|all| all.get(provider.as_str())).unwrap();
    let given = one.get("credentials").and_then(Json::as_object).cloned().unwrap_or_else(Object::new);
    let known = provider.credentials().iter();
    known
        .map(|credential| (credential.variable, text(&Json::Object(given.clone()), credential.name)))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

/// Money that comes back after it was paid is found by looking at a payout that is done, and keeps its history.
#[test]
fn money_that_comes_back_is_returned() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let options = Options::default().with_listen(([127, 0, 0, 1], 0).into()).with_seed(7).with_speed(600);
    let sandbox = runtime.block_on(Sandbox::start(options)).unwrap();
    let case = CASES.iter().find(|case| case.provider == Provider::Sentra).unwrap();
    let folder = tempfile::tempdir().unwrap();
    // the sandbox pays what ends so and sends it back after an hour
    let row = "T-1,USD,2065.00,7034192856,021000021,rec_1,acc_1,2066.04";
    std::fs::write(folder.path().join("people.csv"), format!("{}\n{row}\n", case.header)).unwrap();
    let treasury = format!("http://{}/_sandbox/treasury", sandbox.address());
    std::fs::write(folder.path().join("payout.json"), case.config.replace("TREASURY", &treasury)).unwrap();
    let run = Run { case, folder: folder.path(), variables: variables(&sandbox, case.provider) };
    run.run(&["plan", "people.csv", "--provider", "sentra", "--config", "payout.json", "--out", "plan.json"]);
    let database = ["--database", "sqlite://payouts.db"];
    let paid = run.run(&[&["run", "plan.json", "--yes", "--json"][..], &database].concat());
    let paid: Json = String::from_utf8_lossy(&paid.stdout).trim().parse().unwrap();
    assert_eq!(paid.get("items").unwrap().to_string(), r#"{"paid":1}"#);
    let id = text(&paid, "id");
    sandbox.advance(7200);
    let returned = run.run(&[&["resume", &id][..], &database].concat());
    assert_eq!(returned.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&returned.stdout).contains("1 returned"), "{returned:?}");
    let history = run.run(&[&["items", &id, "--history", "1"][..], &database].concat());
    let history = String::from_utf8_lossy(&history.stdout).into_owned();
    assert!(history.contains("-> paid") && history.trim_end().ends_with("paid -> returned REFUNDED"), "{history}");
    runtime.block_on(sandbox.stop());
}

/// What is followed without a terminal is told in lines, until it ends; figures of a time in which nothing was made are zeros.
#[test]
fn a_payout_is_followed_until_it_ends_and_counted() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let options = Options::default().with_listen(([127, 0, 0, 1], 0).into()).with_seed(7);
    let sandbox = runtime.block_on(Sandbox::start(options)).unwrap();
    let case = CASES.iter().find(|case| case.provider == Provider::Swiftpay).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = format!("{}\n{}\n{}\nBAD,XXX,many,\n", case.header, (case.row)(1), (case.row)(2));
    std::fs::write(folder.path().join("people.csv"), file).unwrap();
    let config = case.config.replacen('{', r#"{"approvals":1,"#, 1);
    std::fs::write(folder.path().join("payout.json"), config).unwrap();
    let run = Run { case, folder: folder.path(), variables: variables(&sandbox, case.provider) };
    run.run(&["plan", "people.csv", "--provider", "swiftpay", "--config", "payout.json", "--out", "plan.json"]);
    let database = ["--database", "sqlite://payouts.db"];
    let with = |arguments: &[&str]| run.run(&[arguments, &database].concat());
    let said = |out: &Output| String::from_utf8_lossy(&out.stdout).trim().to_owned();
    with(&["run", "plan.json", "--yes"]);
    let list: Json = said(&with(&["list", "--json"])).parse().unwrap();
    let id = text(&list, "id");
    let watch = run.command(&[&["watch", &id][..], &database].concat()).stdout(Stdio::piped()).spawn().unwrap();
    let mut watch = KilledAtEnd(Some(watch));
    std::thread::sleep(Duration::from_millis(1500));
    let watching = watch.0.as_mut().unwrap();
    assert!(watching.try_wait().unwrap().is_none(), "it ended before the payout did");
    with(&["approve", &id, "--by", "hari"]);
    with(&["resume", &id]);
    let followed = watch.0.take().unwrap().wait_with_output().unwrap();
    assert_eq!(followed.status.code(), Some(1), "one could not be paid");
    let lines = said(&followed);
    let lines: Vec<_> = lines.lines().collect();
    assert!(lines[0].contains("1 of 3; awaiting_approval: 2 planned, 1 failed"), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("3 of 3; done: 2 paid, 1 failed")), "{lines:?}");
    assert!(lines.last().unwrap().ends_with("done: 2 paid, 1 failed"), "{lines:?}");
    let counted = with(&["metrics", "--from", "2026-01-01T00:00:00Z", "--to", "2999-01-01T00:00:00Z", "--json"]);
    let counted: Json = said(&counted).parse().unwrap();
    assert_eq!(counted.get("totalAmount").unwrap().to_string(), r#"{"INR":"4003.00"}"#);
    assert_eq!(counted.get("paidAmount").unwrap().to_string(), r#"{"INR":"4003.00"}"#);
    let figures =
        ["totalTransactions", "successfulTransactions", "failedTransactions", "openTransactions", "successRate"];
    assert_eq!(figures.map(|name| text(&counted, name)), ["3", "2", "1", "0", "66.67"]);
    let empty = with(&["metrics", &id, "--from", "2020-01-01T00:00:00Z", "--to", "2020-01-02T00:00:00Z"]);
    assert_eq!(
        said(&empty),
        "0 payments: 0 paid, 0 failed, 0 open; 0 % paid\n0 ms from the first step to paid, on average"
    );
    runtime.block_on(sandbox.stop());
}

/// A process that does not outlive its test.
struct KilledAtEnd(Option<std::process::Child>);

impl Drop for KilledAtEnd {
    fn drop(&mut self) {
        if let Some(mut child) = self.0.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

/// A file or a plan that was changed is not run, and neither is a file that another payout was made of.
#[test]
fn what_was_changed_or_paid_before_is_refused() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let options = Options::default().with_listen(([127, 0, 0, 1], 0).into()).with_seed(7);
    let sandbox = runtime.block_on(Sandbox::start(options)).unwrap();
    let case = CASES.iter().find(|case| case.provider == Provider::Swiftpay).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (people, plan) = (folder.path().join("people.csv"), folder.path().join("plan.json"));
    let file = format!("{}\n{}\n{}\n", case.header, (case.row)(1), (case.row)(2));
    std::fs::write(&people, &file).unwrap();
    std::fs::write(folder.path().join("payout.json"), case.config).unwrap();
    let run = Run { case, folder: folder.path(), variables: variables(&sandbox, case.provider) };
    let plan_it = ["plan", "people.csv", "--provider", "swiftpay", "--config", "payout.json", "--out", "plan.json"];
    let start = |more: &[&str]| {
        let out = run.run(&[&["run", "plan.json", "--yes", "--database", "sqlite://payouts.db"][..], more].concat());
        (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr))
    };
    run.run(&plan_it);
    std::fs::write(&people, file.replace("2001.00", "9001.00")).unwrap();
    assert!(start(&[]).1.contains("is not the file that was planned"));
    std::fs::write(&people, &file).unwrap();
    let written = std::fs::read_to_string(&plan).unwrap();
    std::fs::write(&plan, written.replace("wallet_1", "wallet_2")).unwrap();
    assert!(start(&[]).1.contains("was changed since it was written"));
    std::fs::write(&plan, &written).unwrap();
    assert!(sandbox.ledger().is_empty());
    assert_eq!(start(&[]).0, Some(0));
    // the same file under another plan
    std::thread::sleep(Duration::from_millis(1100));
    run.run(&plan_it);
    assert!(start(&[]).1.contains("--file-again"));
    // another file with one of its payments
    std::fs::write(&people, format!("{}\n{}\n{}\n", case.header, (case.row)(2), (case.row)(3))).unwrap();
    run.run(&plan_it);
    assert!(start(&[]).1.contains("1 payments are in other payouts"));
    assert!(start(&["--skip-paid"]).1.contains("1 paid, 1 already_paid"));
    assert_eq!(sandbox.ledger().len(), 3);
    runtime.block_on(sandbox.stop());
}

#[test]
fn every_beneficiary_is_paid_once_though_runners_die() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let kills = number("OFFRAMP_PROVE_KILLS", 2);
    let began = Instant::now();
    std::thread::scope(|scope| {
        for case in CASES {
            let runtime = &runtime;
            scope.spawn(move || {
                let options = Options::default().with_listen(([127, 0, 0, 1], 0).into()).with_seed(7).with_speed(600);
                let sandbox = runtime.block_on(Sandbox::start(options)).unwrap();
                sandbox.set_faults(faults());
                play(case, &sandbox, kills);
                runtime.block_on(sandbox.stop());
            });
        }
    });
    println!("{} s", began.elapsed().as_secs());
}
