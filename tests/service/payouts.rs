//! Where payouts are kept, on both databases: what is run once, given out once and changed by whoever saw the last change; and two
//! runners on a server, of which one is killed again and again.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use offramp_core::payout::{Event, Item, ItemState, Machine, PayoutState, Policy};
use offramp_core::sandbox::{Faults, Options, Sandbox};
use offramp_core::storage::{
    Change, Created, Earlier, NewPayout, PayoutStore, RecordedItem, StoreOptions, open_payouts,
};
use offramp_core::{Json, Object, Provider};

use crate::postgres::Postgres;

fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

async fn open(url: &str) -> Arc<dyn PayoutStore> {
    open_payouts(url, StoreOptions { now, connections: 8 }).await.unwrap()
}

fn payout(id: &str, hash: &str) -> NewPayout {
    NewPayout {
        id: id.to_owned(),
        provider: Provider::Swiftpay,
        state: PayoutState::Running,
        input_hash: hash.to_owned(),
        plan: "{}".to_owned(),
        approvals: 0,
        started_by: "sita".to_owned(),
    }
}

fn items(id: &str, names: &[&str]) -> Vec<RecordedItem> {
    let item = |(number, name): (u64, &&str)| RecordedItem {
        reference: Some((*name).to_owned()),
        amount: "10.00".to_owned(),
        currency: "INR".to_owned(),
        item: Item::planned(number, id),
        version: 0,
    };
    (1..).zip(names).map(item).collect()
}

/// Takes the item on, and writes what follows.
async fn take(store: &dyn PayoutStore, id: &str, recorded: &RecordedItem, event: &Event) -> Option<Item> {
    take_for(store, id, recorded, event, 60_000).await
}

async fn take_for(
    store: &dyn PayoutStore,
    id: &str,
    recorded: &RecordedItem,
    event: &Event,
    lease: i64,
) -> Option<Item> {
    let known = Object::new();
    let procedure = &Provider::Swiftpay.procedures()[0];
    let machine = Machine::new(Provider::Swiftpay, procedure, &known, Policy::default());
    let (item, _) = machine.step(&recorded.item, event, store.now().await.unwrap()).unwrap();
    let change = Change { item: &item, before: recorded.item.state, event, version: recorded.version, lease };
    store.save(id, &change).await.unwrap().then_some(item)
}

async fn suite(url: &str) {
    let (store, other) = (open(url).await, open(url).await);
    let names: Vec<String> = (1..=300).map(|number| format!("A-{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let create = |id: &'static str, hash: &'static str, earlier, again| {
        let (store, items) = (Arc::clone(&store), items(id, &names));
        async move { store.create(&payout(id, hash), &items, earlier, again).await.unwrap() }
    };
    assert_eq!(create("P1", "h1", Earlier::Refuse, false).await, Created::Created);
    // neither the plan nor the file is run again, and what is refused leaves nothing
    assert_eq!(create("P1", "h1", Earlier::PayAgain, true).await, Created::RunBefore);
    assert_eq!(create("P2", "h1", Earlier::PayAgain, false).await, Created::FileRunBefore("P1".to_owned()));
    assert_eq!(create("P2", "h2", Earlier::Refuse, false).await, Created::PaidBefore(300));
    assert!(store.payout("P2").await.unwrap().is_none());
    // two runners are given different items, and none that is somebody's
    let (mine, theirs) = tokio::join!(store.claim("P1", 60_000, 150), other.claim("P1", 60_000, 200));
    let (mine, theirs) = (mine.unwrap(), theirs.unwrap());
    let mut all: Vec<u64> = mine.iter().chain(&theirs).map(|one| one.item.number).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), mine.len() + theirs.len(), "an item was given out twice");
    let rest = store.claim("P1", 1, 1000).await.unwrap();
    assert_eq!(all.len() + rest.len(), 300);
    // a change is of the version that it was made from
    let first = &mine[0];
    let sending = take(&*store, "P1", first, &Event::Taken).await.unwrap();
    assert_eq!(take(&*other, "P1", first, &Event::Taken).await, None, "a change of an older version was written");
    let there = other.item("P1", first.item.number).await.unwrap().unwrap();
    assert_eq!((&there.item, there.version), (&sending, 1));
    let given = Object::from_iter([("id", "tx_1")]);
    let done = Event::Done { turn: sending.turn(), given, status: Some("SUCCESS".to_owned()) };
    assert_eq!(take(&*other, "P1", &there, &done).await.unwrap().state, ItemState::Paid);
    let history = store.history("P1", first.item.number).await.unwrap();
    let words: Vec<_> = history.iter().map(|event| (event.event.as_str(), event.after.as_str())).collect();
    assert_eq!(words, [("taken", "sending"), ("done", "paid")]);
    // whose lease is over is given out again
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(other.claim("P1", 60_000, 1000).await.unwrap().len(), rest.len());
    // what was paid is left out of another payout, and what is under way is held
    assert_eq!(create("P3", "h3", Earlier::Skip, false).await, Created::Created);
    let counts = store.counts("P3").await.unwrap();
    assert_eq!((counts.of(ItemState::AlreadyPaid), counts.of(ItemState::Held)), (1, 299));
    // figures of one payout, of all, and of a time in which none was made; what was paid elsewhere is counted there
    let figures = async |id: Option<&'static str>, from, to| {
        let json = store.metrics(id, from, to).await.unwrap().to_json();
        let names = ["totalTransactions", "successfulTransactions", "openTransactions", "totalAmount", "paidAmount"];
        names.map(|name| json.get(name).unwrap().to_string())
    };
    let made = store.payout("P1").await.unwrap().unwrap().created_at;
    let (amounts, paid) = (r#"{"INR":"3000.00"}"#, r#"{"INR":"10.00"}"#);
    assert_eq!(figures(Some("P1"), made, made).await, ["300", "1", "299", amounts, paid]);
    assert_eq!(figures(None, 0, i64::MAX).await, ["599", "1", "598", r#"{"INR":"5990.00"}"#, paid]);
    assert_eq!(figures(None, 0, made - 1).await, ["0", "0", "0", "{}", "{}"]);
    // what was begun is given out before what was not, however long that has been waiting
    assert_eq!(create("P4", "h4", Earlier::PayAgain, false).await, Created::Created);
    let begun = store.claim("P4", 1, 300).await.unwrap().pop().unwrap();
    assert!(take_for(&*store, "P4", &begun, &Event::Taken, 1).await.is_some());
    tokio::time::sleep(Duration::from_millis(20)).await;
    let next = other.claim("P4", 60_000, 3).await.unwrap();
    let next: Vec<_> = next.iter().map(|one| (one.item.number, one.item.attempt)).collect();
    assert_eq!(next, [(begun.item.number, 1), (1, 0), (2, 0)]);
    // a payout that is paused gives out nothing
    let (running, paused) = (PayoutState::Running, PayoutState::Paused);
    assert!(store.change_payout("P1", running, paused, "paused", Some("sita")).await.unwrap());
    assert!(!other.change_payout("P1", running, paused, "paused", None).await.unwrap());
    assert!(store.claim("P1", 1, 1000).await.unwrap().is_empty());
    store.close().await;
    other.close().await;
}

#[tokio::test]
async fn payouts_are_kept_in_a_file() {
    let directory = tempfile::tempdir().unwrap();
    suite(&format!("sqlite://{}", directory.path().join("payouts.db").display())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn payouts_are_kept_on_a_server_that_two_runners_share() {
    let server = Postgres::start();
    suite(&server.database("payouts")).await;
    let url = server.database("runners");
    let options = Options::default().with_listen(([127, 0, 0, 1], 0).into()).with_seed(11);
    let sandbox = Sandbox::start(options).await.unwrap();
    let faults = r#"{"drop_after":0.1,"error_after":0.05,"rate_limit":0.05,"retryAfterSeconds":1}"#;
    sandbox.set_faults(Faults::from_json(&faults.parse().unwrap()).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let count = 40;
    let mut file = "reference,currency,amount,vpa\n".to_owned();
    for n in 1..=count {
        writeln!(file, "B-{n},INR,{}.00,user{n}@okhdfcbank", 2000 + n).unwrap();
    }
    std::fs::write(folder.path().join("people.csv"), file).unwrap();
    std::fs::write(folder.path().join("payout.json"), r#"{"settings":{"wallet":"wallet_1"},"approvals":1}"#).unwrap();
    let base = sandbox.url(Provider::Swiftpay);
    let command = |arguments: &[&str]| command(folder.path(), &url, &base, arguments);
    let plan = ["plan", "people.csv", "--provider", "swiftpay", "--config", "payout.json", "--out", "plan.json"];
    assert!(command(&plan).status().unwrap().success());
    assert!(command(&["run", "plan.json", "--yes", "--by", "sita"]).status().unwrap().success());
    let list = command(&["list", "--json"]).output().unwrap();
    let list: Json = String::from_utf8(list.stdout).unwrap().trim().parse().unwrap();
    let id = list.get("id").and_then(Json::as_str).unwrap().to_owned();
    // nothing is sent before somebody else has approved it
    assert!(!command(&["resume", &id]).status().unwrap().success());
    assert!(command(&["approve", &id, "--by", "Sita"]).status().unwrap().success());
    assert!(!command(&["resume", &id]).status().unwrap().success());
    assert!(sandbox.ledger().is_empty());
    assert!(command(&["approve", &id, "--by", "hari"]).status().unwrap().success());
    let spawn = || -> Child { command(&["resume", &id, "--lease", "4", "--concurrency", "4"]).spawn().unwrap() };
    let (mut steady, mut killed) = (spawn(), spawn());
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_millis(500)).await;
        killed.kill().unwrap();
        killed.wait().unwrap();
        killed = spawn();
    }
    assert!(tokio::task::spawn_blocking(move || steady.wait().unwrap().success()).await.unwrap());
    killed.wait().unwrap();
    let report = String::from_utf8(command(&["export", &id]).output().unwrap().stdout).unwrap();
    let paid = report.lines().filter(|line| line.contains(",INR,paid,")).count();
    let mut accounts: Vec<_> =
        sandbox.ledger().iter().filter_map(|line| line.get("to")?.as_str().map(str::to_owned)).collect();
    accounts.sort_unstable();
    accounts.dedup();
    assert_eq!((paid, accounts.len(), sandbox.ledger().len()), (count, count, count), "{report}");
    sandbox.stop().await;
}

fn command(folder: &Path, url: &str, base: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_offramp"));
    command.arg("payout").args(arguments).current_dir(folder).stdin(Stdio::null());
    command.env("DATABASE_URL", url).env("SWIFTPAY_BASE_URL", base).env("SWIFTPAY_SERVICE_ID", "transaction-service");
    command.env("SWIFTPAY_SERVICE_SECRET", "sandbox_secret").env("SWIFTPAY_USER_ID", "user_1");
    if !arguments.contains(&"list") && !arguments.contains(&"export") {
        command.stdout(Stdio::null());
    }
    command
}
