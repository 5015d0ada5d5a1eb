//! Ledgers against statements: every kind of difference is found, and nothing else.

#![expect(clippy::format_push_string, reason = "files are put together from their lines")]

use std::collections::BTreeMap;

use offramp_core::Provider;
use offramp_core::reconcile::{
    Channel, Outcome, Outgoing, Reason, Statement, StatementReader, Summary, Terms, reconcile,
};

fn read(name: &str, text: &str) -> Statement {
    pieces(StatementReader::new(name), text, 7919)
}

fn ledger(text: &str) -> Statement {
    pieces(StatementReader::new("ledger.csv").as_ledger(), text, 7919)
}

fn pieces(mut reader: StatementReader, text: &str, size: usize) -> Statement {
    text.as_bytes().chunks(size).for_each(|piece| reader.push(piece));
    reader.finish()
}

/// Outcome and reason by the reference of the ledger, or of the statement where the ledger has none.
fn decided(ledger: &Statement, statements: &[Statement]) -> (BTreeMap<String, Vec<(Outcome, Reason)>>, Summary) {
    let mut decided: BTreeMap<String, Vec<(Outcome, Reason)>> = BTreeMap::new();
    let summary = reconcile(ledger, statements, &Terms::default(), &mut |decision| {
        let line = decision.ledger.or(decision.statement.first().copied()).unwrap();
        decided.entry(line.reference.to_owned()).or_default().push((decision.outcome, decision.reason));
    });
    (decided, summary)
}

fn codes(statement: &Statement) -> Vec<&'static str> {
    statement.findings().iter().map(|one| one.code).collect()
}

/// What is planted, and what must be said of it.
const KINDS: &[(&str, &[(Outcome, Reason)])] = &[
    ("match", &[(Outcome::Matched, Reason::Reference)]),
    ("text", &[(Outcome::Matched, Reason::ReferenceInText)]),
    ("amount", &[(Outcome::AmountDiffers, Reason::Amount)]),
    ("currency", &[(Outcome::AmountDiffers, Reason::Currency)]),
    ("twice", &[(Outcome::Matched, Reason::Reference), (Outcome::Duplicate, Reason::PaidTwice)]),
    ("missing", &[(Outcome::Missing, Reason::NotOnStatement)]),
    ("unexpected", &[(Outcome::Unexpected, Reason::NotInLedger)]),
    ("unpaid", &[(Outcome::Unexpected, Reason::LedgerSaysNotPaid)]),
    ("neither", &[(Outcome::Matched, Reason::PaidByNeither)]),
    ("returned", &[(Outcome::Returned, Reason::CameBack)]),
    ("again", &[(Outcome::Matched, Reason::PaidAfterReturn)]),
    ("incoming", &[(Outcome::Unexpected, Reason::Incoming)]),
    ("bare", &[(Outcome::Matched, Reason::AmountAccountDate)]),
    ("late", &[(Outcome::Missing, Reason::NotOnStatement)]),
    ("unknown", &[(Outcome::Matched, Reason::Reference)]),
];

/// One payment: its kind, and the amount in cents, each amount once.
struct Payment {
    kind: &'static str,
    reference: String,
    cents: u64,
    account: String,
    day: u64,
}

impl Payment {
    fn in_ledger(&self) -> Option<String> {
        let result = match self.kind {
            "unexpected" | "incoming" => return None,
            "unpaid" | "neither" => "failed",
            "unknown" => "unknown",
            _ => "paid",
        };
        let Payment { reference, account, day, .. } = self;
        Some(format!("{reference},{},EUR,{account},2026-11-{day:02},{result}", amount(self.cents)))
    }

    /// `(reference, text, cents, currency, days later, whether it comes in, whether it is a return)`
    fn on_statement(&self) -> Vec<(String, String, u64, &'static str, u64, bool, bool)> {
        let own = |cents, currency, is_in| (self.reference.clone(), String::new(), cents, currency, 1, is_in, is_in);
        let out = || own(self.cents, "EUR", false);
        match self.kind {
            "missing" | "neither" => vec![],
            "text" => {
                vec![(String::new(), format!("invoice {}, thanks", self.reference), self.cents, "EUR", 1, false, false)]
            }
            "amount" => vec![own(self.cents + 7, "EUR", false)],
            "currency" => vec![own(self.cents, "USD", false)],
            "twice" => vec![out(), out()],
            "returned" => vec![own(self.cents, "EUR", true), out()],
            "again" => vec![out(), own(self.cents, "EUR", true), out()],
            "incoming" => vec![(self.reference.clone(), String::new(), self.cents, "EUR", 1, true, false)],
            "bare" => vec![(String::new(), String::new(), self.cents, "EUR", 2, false, false)],
            // too late to be told by amount, account and day
            "late" => vec![(String::new(), String::new(), self.cents, "EUR", 9, false, false)],
            _ => vec![out()],
        }
    }
}

fn amount(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn payments(count: usize) -> Vec<Payment> {
    // kinds mixed without a pattern, the same every time
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let one = |number: usize| Payment {
        kind: KINDS[usize::try_from(next() % KINDS.len() as u64).unwrap()].0,
        reference: format!("PAY-{number:06}"),
        cents: 10_000 + 13 * number as u64,
        account: format!("DE{:020}", next() % 1000),
        day: 1 + next() % 18,
    };
    (0..count).map(one).collect()
}

fn csv(payments: &[Payment]) -> String {
    let mut text = String::from("Booking date;Reference;Description;Amount;Currency;IBAN\n");
    for payment in payments {
        for (reference, remark, cents, currency, later, is_in, _) in payment.on_statement() {
            let sign = if is_in { "" } else { "-" };
            let day = payment.day + later;
            let account = &payment.account;
            text += &format!(
                "{day:02}.11.2026;{reference};{remark};{sign}{};{currency};{account}\n",
                amount(cents).replace('.', ",")
            );
        }
    }
    text
}

fn camt(payments: &[Payment]) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt><Id>S1</Id>\n",
    );
    for (number, payment) in payments.iter().enumerate() {
        for (at, (reference, remark, cents, currency, later, is_in, is_return)) in
            payment.on_statement().iter().enumerate()
        {
            let (side, party) = if *is_in && !is_return {
                ("CRDT", "DbtrAcct")
            } else if *is_in {
                ("CRDT", "CdtrAcct")
            } else {
                ("DBIT", "CdtrAcct")
            };
            let reference = if reference.is_empty() { "NOTPROVIDED" } else { reference };
            let back = if *is_return { "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>" } else { "" };
            let (amount, day, account) = (amount(*cents), payment.day + later, &payment.account);
            text += &format!(
                "<Ntry><Amt Ccy=\"{currency}\">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-{day:02}</Dt></BookgDt><AcctSvcrRef>B{number}-{at}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs><RltdPties><Cdtr><Pty><Nm>A &amp; B</Nm></Pty></Cdtr><{party}><Id><IBAN>{account}</IBAN></Id></{party}></RltdPties><RmtInf><Ustrd>{remark}</Ustrd></RmtInf>{back}</TxDtls></NtryDtls></Ntry>\n"
            );
        }
    }
    text + "</Stmt></BkToCstmrStmt></Document>"
}

fn planted(payments: &[Payment], statement: Statement) {
    let lines: Vec<String> = payments.iter().filter_map(Payment::in_ledger).collect();
    let ledger = ledger(&format!("reference,amount,currency,iban,date,result\n{}\n", lines.join("\n")));
    assert_eq!((ledger.len(), ledger.has_errors(), statement.has_errors()), (lines.len(), false, false));
    assert_eq!(statement.len(), payments.iter().map(|payment| payment.on_statement().len()).sum::<usize>());
    let (mut decided, summary) = decided(&ledger, &[statement]);
    // lines without the caller's reference have none, or the bank's
    let own: Vec<String> = decided.keys().filter(|name| !name.starts_with("PAY-")).cloned().collect();
    let bare: Vec<_> = own.iter().flat_map(|name| decided.remove(name).unwrap_or_default()).collect();
    let late = payments.iter().filter(|payment| payment.kind == "late").count();
    assert!(bare.iter().all(|one| *one == (Outcome::Unexpected, Reason::NotInLedger)), "{bare:?}");
    assert_eq!(bare.len(), late);
    for payment in payments {
        let wanted = KINDS.iter().find(|(kind, _)| *kind == payment.kind).unwrap().1;
        assert_eq!(
            decided.remove(&payment.reference).unwrap_or_default(),
            wanted,
            "{} {}",
            payment.kind,
            payment.reference
        );
    }
    assert!(decided.is_empty());
    for outcome in Outcome::ALL {
        assert!(summary.of(*outcome) > 0, "{}", outcome.as_str());
    }
}

#[test]
fn all_that_is_planted_is_found_in_a_table() {
    let payments = payments(10_000);
    let text = csv(&payments);
    planted(&payments, pieces(StatementReader::new("bank.csv").with_outgoing(Outgoing::Negative), &text, 4096));
}

#[cfg(feature = "iso20022")]
#[test]
fn all_that_is_planted_is_found_in_camt() {
    let payments = payments(10_000);
    planted(&payments, read("bank.xml", &camt(&payments)));
}

#[cfg(feature = "iso20022")]
#[test]
fn pieces_of_any_size_give_the_same() {
    let payments = payments(40);
    let (table, xml) = (csv(&payments), camt(&payments));
    let lines: Vec<String> = payments.iter().filter_map(Payment::in_ledger).collect();
    let ledger = ledger(&format!("reference,amount,currency,iban,date,result\n{}\n", lines.join("\n")));
    let said = |text: &str, size| {
        let reader = StatementReader::new("s").with_outgoing(Outgoing::Negative);
        let mut said = String::new();
        let statements = [pieces(reader, text, size)];
        reconcile(&ledger, &statements, &Terms::default(), &mut |one| said += &(one.to_json().to_string() + "\n"));
        assert!(!statements[0].has_errors());
        said
    };
    for text in [&table, &xml] {
        let whole = said(text, usize::MAX);
        assert!(whole.lines().count() > 40);
        for size in [1, 2, 3, 7, 64, 513, 1000] {
            assert_eq!(said(text, size), whole, "{size}");
        }
    }
}

#[test]
fn the_report_of_a_payout_is_a_ledger() {
    use offramp_core::payout::{Item, ReportForm, ReportRow};
    let row = |number, reference: &str, item| ReportRow {
        number,
        reference: Some(reference.to_owned()),
        amount: "10.00".to_owned(),
        currency: "INR".to_owned(),
        item,
    };
    for form in [ReportForm::Csv, ReportForm::Ndjson] {
        let rows =
            [row(1, "=A", Item::planned(1, "P")), row(2, "B", Item::refused(2, "P", "IBAN_CHECKSUM".to_owned()))];
        let text = form.header() + &rows.map(|row| form.row(&row)).concat();
        let report = ledger(&text);
        assert_eq!((report.len(), codes(&report)), (2, vec![]), "{text}");
        let bank = read("bank.csv", "reference,amount,currency\n=A,10.00,INR\nB,10.00,INR\n");
        let (decided, _) = decided(&report, &[bank]);
        // neither is paid by the report
        assert_eq!(decided["=A"], [(Outcome::Unexpected, Reason::LedgerSaysNotPaid)]);
        assert_eq!(decided["B"], [(Outcome::Unexpected, Reason::LedgerSaysNotPaid)]);
    }
}

#[test]
fn a_statement_without_lines_is_an_error() {
    for text in [
        "",
        "date,reference,amount\n",
        "nothing of this is a table",
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.052.001.08\"><BkToCstmrAcctRpt><Rpt></Rpt></BkToCstmrAcctRpt></Document>",
        "<html><body>Please log in</body></html>",
        "[]",
    ] {
        let statement = read("s", text);
        assert!(statement.is_empty() && statement.has_errors(), "{text} {:?}", statement.findings());
    }
}

#[test]
fn signs_that_say_nothing_are_not_guessed() {
    let text = "reference,amount,currency\nA,-1.00,EUR\nB,2.00,EUR\n";
    assert_eq!(codes(&read("s", text)), ["SIGNS_MIXED"]);
    let ledger = ledger("reference,amount,currency\nA,1.00,EUR\nB,2.00,EUR\n");
    let (open, _) = decided(&ledger, &[read("s", text)]);
    assert_eq!(open["A"], [(Outcome::AmountDiffers, Reason::AmountNotRead)]);
    let told = pieces(StatementReader::new("s").with_outgoing(Outgoing::Negative), text, 99);
    let (told, _) = decided(&ledger, &[told]);
    assert_eq!((told["A"][0].0, told["B"][0].0), (Outcome::Matched, Outcome::Returned));
    // columns of their own, and one that says it
    for text in [
        "reference,debit,credit,currency\nA,1.00,,EUR\nB,,2.00,EUR\n",
        "reference,amount,dr/cr,currency\nA,1.00,D,EUR\nB,2.00,C,EUR\n",
    ] {
        let (said, _) = decided(&ledger, &[read("s", text)]);
        assert_eq!((said["A"][0].0, said["B"][0].0), (Outcome::Matched, Outcome::Returned), "{text}");
    }
}

#[test]
fn payments_that_nothing_tells_apart_are_not_guessed() {
    let ledger = ledger(
        "reference,amount,currency,iban,date\nA,1.00,EUR,DE89370400440532013000,2026-11-02\nB,1.00,EUR,DE89370400440532013000,2026-11-03\n",
    );
    let back = "date,status,amount,currency,iban\n2026-11-05,returned,1.00,EUR,DE89 3704 0044 0532 0130 00\n";
    let (decided, _) = decided(&ledger, &[read("s", back)]);
    assert_eq!(decided[""], [(Outcome::Unexpected, Reason::SeveralFit)]);
    assert_eq!(decided["A"], [(Outcome::Missing, Reason::NotOnStatement)]);
}

#[test]
fn what_several_messages_say_of_one_payment_is_one_payment() {
    let ledger = ledger("reference,amount,currency\nA,1.00,EUR\n");
    let table = "reference,amount,currency,transaction id\nA,1.00,EUR,T1\n";
    // the same line of two overlapping exports, told by the bank's reference
    let more = "reference,amount,currency,transaction id\nZ,9.00,EUR,T9\nA,1.00,EUR,T1\n";
    let (told, _) = decided(&ledger, &[read("1", table), read("2", more)]);
    assert_eq!(told["A"], [(Outcome::Matched, Reason::Reference)]);
    // without such a one it is said, and so is a file that is given twice
    let (bare, other) =
        ("reference,amount,currency\nA,1.00,EUR\n", "reference,amount,currency\nA,1.00,EUR\nZ,9.00,EUR\n");
    let (open, _) = decided(&ledger, &[read("1", bare), read("2", other)]);
    assert_eq!(open["A"], [(Outcome::Matched, Reason::Reference), (Outcome::Duplicate, Reason::InTwoFiles)]);
    let (once, summary) = decided(&ledger, &[read("1", bare), read("2", bare)]);
    assert_eq!((once["A"].len(), summary.given_twice), (1, vec![1]));
}

/// Two answers of a provider.
const PROVIDER: &str = r#"{"success":true,"data":{"payment":{"id":"pay_1","status":"SUCCESS","amount":150000,"currency":"INR","transactionId":"A"}}}
{"success":true,"data":{"payment":{"id":"pay_2","status":"FAILED","amount":2000,"currency":"INR"}}}
"#;

/// What became of three instructions.
const STATUS: &str = r#"<?xml version="1.0"?><p:Document xmlns:p="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><p:CstmrPmtStsRpt><p:GrpHdr><p:MsgId>x</p:MsgId></p:GrpHdr>
<p:OrgnlGrpInfAndSts><p:OrgnlMsgId>M</p:OrgnlMsgId><p:GrpSts>PART</p:GrpSts></p:OrgnlGrpInfAndSts><p:OrgnlPmtInfAndSts><p:OrgnlPmtInfId>B</p:OrgnlPmtInfId>
<p:TxInfAndSts><p:OrgnlEndToEndId>A</p:OrgnlEndToEndId><p:TxSts>ACSC</p:TxSts></p:TxInfAndSts>
<p:TxInfAndSts><p:OrgnlEndToEndId>B</p:OrgnlEndToEndId><p:TxSts>RJCT</p:TxSts><p:StsRsnInf><p:Rsn><p:Cd>AC04</p:Cd></p:Rsn></p:StsRsnInf></p:TxInfAndSts>
<p:TxInfAndSts><p:OrgnlEndToEndId>C</p:OrgnlEndToEndId><p:TxSts>RVNM</p:TxSts></p:TxInfAndSts>
</p:OrgnlPmtInfAndSts></p:CstmrPmtStsRpt></p:Document>"#;

#[cfg(feature = "iso20022")]
mod iso {
    use super::*;

    #[test]
    fn statuses_of_instructions() {
        let ledger = ledger("reference,amount,currency\nA,1.00,EUR\nB,2.00,EUR\nC,3.00,EUR\n");
        let report = read("status.xml", STATUS);
        assert_eq!((report.channel(), codes(&report)), (Channel::Pain002, vec![]));
        let (said, _) = decided(&ledger, &[report]);
        assert_eq!(said["A"], [(Outcome::Matched, Reason::ReferenceAlone)]);
        assert_eq!(said["B"], [(Outcome::Returned, Reason::Rejected)]);
        assert_eq!(said["C"], [(Outcome::Missing, Reason::Pending)]);
        // a whole file that is turned away, without its payments
        let whole = STATUS.split("<p:OrgnlPmtInfAndSts>").next().unwrap().replace("PART", "RJCT")
            + "</p:CstmrPmtStsRpt></p:Document>";
        assert_eq!(codes(&read("s", &whole)), ["GROUP_REJECTED"]);
    }

    #[test]
    fn batches_pending_entries_and_old_versions() {
        let entry = |more: &str| {
            format!(
                "<Ntry><Amt Ccy=\"EUR\">3.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-05</Dt></BookgDt>{more}</Ntry>"
            )
        };
        let file = |entries: &str| {
            format!(
                "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.02\"><BkToCstmrDbtCdtNtfctn><Ntfctn>{entries}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
            )
        };
        let two = "<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch><TxDtls><Refs><EndToEndId>A</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy=\"EUR\">1.00</Amt></TxAmt></AmtDtls></TxDtls><TxDtls><Refs><EndToEndId>B</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy=\"EUR\">2.00</Amt></TxAmt></AmtDtls></TxDtls></NtryDtls>";
        let ledger = ledger("reference,amount,currency\nA,1.00,EUR\nB,2.00,EUR\n");
        let itemised = read("s", &file(&entry(two)));
        assert_eq!((itemised.channel(), codes(&itemised), itemised.len()), (Channel::Camt054, vec![], 2));
        let (said, summary) = decided(&ledger, &[itemised]);
        assert!(!summary.has_differences(), "{said:?}");
        let wrong = read("s", &file(&entry(two)).replace(">2.00<", ">2.50<"));
        assert_eq!(codes(&wrong), ["ENTRY_SUM"]);
        let sum = read("s", &file(&entry("<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch></NtryDtls>")));
        let (said, _) = decided(&ledger, &[sum]);
        assert_eq!(said[""], [(Outcome::Unexpected, Reason::BatchBooking)]);
        let pending = read("s", &file(&entry(two)).replace("BOOK", "PDNG"));
        let (said, _) = decided(&ledger, &[pending]);
        assert_eq!(said["A"], [(Outcome::Missing, Reason::Pending)]);
    }

    #[test]
    fn what_is_no_message_is_not_read() {
        let whole = STATUS.replace("<p:Cd>AC04", "<p:Cd>&#65;&#x43;04");
        assert_eq!(codes(&read("s", &whole)), [""; 0]);
        let doctype = STATUS.replace("<?xml version=\"1.0\"?>", "<!DOCTYPE a [<!ENTITY b \"c\">]>");
        assert_eq!(codes(&read("s", &doctype)), ["XML_DOCTYPE"]);
        assert!(codes(&read("s", &STATUS.replace("AC04", "&b;"))).contains(&"XML_DAMAGED"));
        assert!(codes(&read("s", &STATUS.replace("</p:Rsn>", "</p:Rsm>"))).contains(&"XML_DAMAGED"));
        assert!(
            codes(&read(
                "s",
                &STATUS.replace("<?xml version=\"1.0\"?>", "<?xml version=\"1.0\" encoding=\"UTF-16\"?>")
            ))
            .contains(&"XML_ENCODING")
        );
        // cut off anywhere: what stands before is read, and the rest is said to be missing
        for end in (1..STATUS.len()).filter(|end| STATUS.is_char_boundary(*end)) {
            assert!(read("s", &STATUS[..end]).has_errors(), "{end}");
        }
        // a text without an end takes no memory without end
        let mut reader = StatementReader::new("s");
        reader.push(STATUS.split("<p:OrgnlEndToEndId>").next().unwrap().as_bytes());
        (0..100).for_each(|_| reader.push(&vec![b'x'; 1 << 16]));
        assert_eq!(codes(&reader.finish()), ["XML_DAMAGED"]);
    }
}

/// A file of one return.
fn ach() -> String {
    let mut text = format!("101{:<10}{:<10}2611270900A094101{:<46}{:<8}", " 121042882", "0000000000", "BANK", "");
    text = format!("{text:<94}\n");
    text += &format!("{:<94}\n", format!("5200{:<65}261127", "COMPANY"));
    text += &format!(
        "{:<94}\n",
        format!(
            "626{:<9}{:<17}{:010}{:<15}{:<22}  1{:<15}",
            "12104288", "123456789", 1050, "PAY-1", "NAME", "091000010000001"
        )
    );
    text += &format!(
        "{:<94}\n",
        format!("799R03{:<15}{:<6}{:<8}{:<44}{:<15}", "121042880000001", "", "09100001", "", "091000010000001")
    );
    text += &format!("{:<94}\n", "8200");
    text += &format!("{:<94}\n", format!("9{:06}{:06}{:08}", 1, 1, 2));
    text
}

#[test]
fn returns_of_the_ach_network() {
    let text = ach();
    let report = read("returns.ach", &text);
    assert_eq!((report.channel(), codes(&report), report.len()), (Channel::Nacha, vec![], 1));
    let ledger = ledger("reference,amount,currency\nPAY-1,10.50,USD\n");
    let mut seen = Vec::new();
    reconcile(&ledger, &[report], &Terms::default(), &mut |one| seen.push((one.reason, one.to_csv())));
    assert_eq!(seen[0].0, Reason::CameBack);
    assert!(seen[0].1.contains(",R03,"), "{}", seen[0].1);
    let cut = text.split_inclusive('\n').take(4).collect::<String>();
    assert_eq!(codes(&read("s", &cut)), ["ACH_COUNT"]);
    assert_eq!(codes(&read("s", &text.replace("799R03", "799R0"))), ["ACH_RECORD"]);
}

#[test]
fn records_of_providers() {
    let ledger = ledger("reference,amount,currency,order\nA,1500.00,INR,pay_1\nB,20.00,INR,pay_2\n");
    let read = |provider: Provider, text: &str| pieces(StatementReader::new("s").with_provider(provider), text, 99);
    // answers as they came, one a line; amounts in smallest units
    let swiftpay = Provider::ALL.iter().find(|provider| provider.as_str() == "swiftpay").copied().unwrap();
    let statement = read(swiftpay, PROVIDER);
    assert_eq!((statement.channel(), codes(&statement)), (Channel::Provider, vec![]));
    let (said, _) = decided(&ledger, &[statement]);
    assert_eq!(said["A"], [(Outcome::Matched, Reason::Reference)]);
    assert_eq!(said["B"], [(Outcome::Returned, Reason::Rejected)]);
    // a list, and records alone
    let sentra = Provider::ALL.iter().find(|provider| provider.as_str() == "sentra").copied().unwrap();
    let records = r#"{"id":"pay_1","status":"COMPLETED","destinationAmount":"1500.00","destinationCurrency":"INR"},{"id":"pay_2","status":"REFUNDED","destinationAmount":"20.00","destinationCurrency":"INR"}"#;
    for text in [format!("{{\"payments\":[{records}]}}"), format!("[{records}]")] {
        let statement = read(sentra, &text);
        assert_eq!((statement.len(), codes(&statement)), (2, vec![]), "{text}");
        let (said, _) = decided(&ledger, &[statement]);
        assert_eq!(said["A"], [(Outcome::Matched, Reason::Reference)]);
        assert_eq!(said["B"], [(Outcome::Returned, Reason::CameBack)]);
    }
    // of every provider: a record with its own word for a payment that is done
    for provider in Provider::ALL {
        for (word, status) in provider.statuses() {
            let text =
                format!("{{\"id\":\"pay_1\",\"status\":\"{word}\",\"amount\":\"1500.00\",\"currency\":\"INR\"}}\n");
            let statement = read(*provider, &text);
            assert_eq!(statement.len(), 1, "{provider} {word} {}", status.as_str());
            assert!(!codes(&statement).contains(&"STATUS_UNKNOWN"), "{provider} {word}");
        }
    }
}

#[test]
fn a_number_of_the_bank_is_no_reference_by_chance() {
    let ledger = ledger("reference,amount,currency\n1,10.00,EUR\n2,20.00,EUR\n77777777,30.00,EUR\n");
    let bank = "id,amount,currency\n1,55.00,EUR\n2,20.00,EUR\n77777777,31.00,EUR\n";
    let (said, _) = decided(&ledger, &[read("s", bank)]);
    assert_eq!(said["1"], [(Outcome::Missing, Reason::NotOnStatement), (Outcome::Unexpected, Reason::NotInLedger)]);
    assert_eq!(said["2"], [(Outcome::Matched, Reason::Reference)]);
    assert_eq!(said["77777777"], [(Outcome::AmountDiffers, Reason::Amount)]);
    // its own reference decides, whatever the bank's number is
    let both = read("s", "id,reference,amount,currency\n77777777,1,10.00,EUR\n");
    let (said, _) = decided(&ledger, &[both]);
    assert_eq!(said["1"], [(Outcome::Matched, Reason::Reference)]);
    assert_eq!(said["77777777"], [(Outcome::Missing, Reason::NotOnStatement)]);
}

/// Files that are damaged at random: nothing panics, pieces of any size give the same, and every payment of the ledger gets
/// exactly one outcome besides duplicates. `OFFRAMP_PROVE_RECONCILE` says how many seconds a format is tried.
#[test]
fn damaged_files_are_read_alike_in_pieces() {
    let payments = payments(12);
    let lines: Vec<String> = payments.iter().filter_map(Payment::in_ledger).collect();
    let ledger = ledger(&format!("reference,amount,currency,iban,date,result\n{}\n", lines.join("\n")));
    let mut files = vec![csv(&payments), ach(), PROVIDER.to_owned()];
    if cfg!(feature = "iso20022") {
        files.extend([camt(&payments), STATUS.to_owned()]);
    }
    let seconds = std::env::var("OFFRAMP_PROVE_RECONCILE").ok().and_then(|text| text.parse::<u64>().ok());
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below.max(1) as u64).unwrap()
    };
    for file in files {
        let begun = std::time::Instant::now();
        let mut count = 0;
        while seconds.map_or(count < 100, |seconds| begun.elapsed().as_secs() < seconds) {
            count += 1;
            let mut bytes = file.clone().into_bytes();
            for _ in 0..=next(4) {
                let (from, to) = (next(bytes.len()), next(bytes.len()));
                match next(5) {
                    0 => bytes[from] = u8::try_from(next(256)).unwrap(),
                    1 => bytes.truncate(from.max(1)),
                    2 => bytes.insert(from, b"<>&;,\"'\n{}[]-\0\xff"[next(15)]),
                    3 => drop(bytes.drain(from.min(to)..from.max(to).min(from.min(to) + 40))),
                    _ => {
                        let copy = bytes[from.min(to)..from.max(to).min(from.min(to) + 60)].to_vec();
                        bytes.splice(from..from, copy);
                    }
                }
                if bytes.is_empty() {
                    bytes.push(b'x');
                }
            }
            let said = |size: usize| {
                let reader = StatementReader::new("s").with_outgoing(Outgoing::Negative);
                let mut reader = reader.with_provider(Provider::ALL[count % Provider::ALL.len()]);
                bytes.chunks(size).for_each(|piece| reader.push(piece));
                let statements = [reader.finish()];
                let (mut said, mut payments) = (String::new(), 0);
                reconcile(&ledger, &statements, &Terms::default(), &mut |one| {
                    said += &(one.to_json().to_string() + "\n");
                    payments += usize::from(one.ledger.is_some() && one.outcome != Outcome::Duplicate);
                });
                assert_eq!(payments, ledger.len());
                (said, statements[0].is_empty() && !statements[0].has_errors())
            };
            let whole = said(usize::MAX);
            let size = 1 + next(700);
            assert!(!whole.1, "a file without lines and without an error");
            assert_eq!(said(size), whole, "{size} {:?}", String::from_utf8_lossy(&bytes));
        }
        println!("{count} damaged files");
    }
}

#[test]
fn nothing_shows_an_account() {
    let text = "reference,amount,currency,iban,status,reason\nA,1.00,EUR,DE89370400440532013000,returned,AC04\n";
    let (ledger, bank) = (ledger(text), read("s", text));
    let reader = StatementReader::new("s");
    let mut shown = format!("{ledger:?} {bank:?} {reader:?}");
    reconcile(&ledger, &[bank], &Terms::default(), &mut |one| {
        shown += &format!("{one:?} {} {}", one.to_json(), one.to_csv());
    });
    assert!(shown.contains("****3000") && !shown.contains("37040044"), "{shown}");
}
