//! What came of comparing: an outcome for every line, with its reason.

use rust_decimal::Decimal;

use crate::json::{Json, Object};
use crate::mask;

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $word:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word in answers.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
        }
    };
}

words! {
    /// What came of a line.
    Outcome {
        /// Ledger and statement say the same.
        Matched "matched";
        /// It is the same payment, and another amount or currency.
        AmountDiffers "amount_differs";
        /// The statement has a payment more often than the ledger.
        Duplicate "duplicate";
        /// The ledger has it, and the statement has not.
        Missing "missing";
        /// The statement has it, and the ledger has not, or says that it was not paid.
        Unexpected "unexpected";
        /// It came back, or the bank turned it away.
        Returned "returned";
    }
}

words! {
    /// Why.
    Reason {
        /// The reference and the amount are the same.
        Reference "REFERENCE";
        /// The reference is the same; the statement says no amount.
        ReferenceAlone "REFERENCE_ALONE";
        /// The reference stands in the text of the statement, and the amount is the same.
        ReferenceInText "REFERENCE_IN_TEXT";
        /// Amount, account and day are the same, and no other payment has them.
        AmountAccountDate "AMOUNT_ACCOUNT_DATE";
        /// It was paid again after it had come back.
        PaidAfterReturn "PAID_AFTER_RETURN";
        /// Neither says that it was paid.
        PaidByNeither "PAID_BY_NEITHER";
        /// Another payout has paid it, as the ledger says.
        PaidElsewhere "PAID_ELSEWHERE";
        /// The amounts differ.
        Amount "AMOUNT";
        /// The currencies differ.
        Currency "CURRENCY";
        /// One of the amounts could not be read.
        AmountNotRead "AMOUNT_NOT_READ";
        /// The statement has it once more.
        PaidTwice "PAID_TWICE";
        /// The same line stands in two files, and no reference of the bank says whether it is one.
        InTwoFiles "IN_TWO_FILES";
        /// No line of the statements is of it.
        NotOnStatement "NOT_ON_STATEMENT";
        /// The statements have it as not decided yet.
        Pending "PENDING";
        /// The ledger says that it came back, and no statement does.
        ReturnNotOnStatement "RETURN_NOT_ON_STATEMENT";
        /// No payment of the ledger has the reference, nor amount, account and day.
        NotInLedger "NOT_IN_LEDGER";
        /// The line has no reference, and not all of amount, account and day.
        NothingToMatchBy "NOTHING_TO_MATCH_BY";
        /// Several payments fit as well.
        SeveralFit "SEVERAL_FIT";
        /// It is one sum for several payments.
        BatchBooking "BATCH_BOOKING";
        /// Money came in that is no payment that came back.
        Incoming "INCOMING";
        /// The ledger says that it was not paid.
        LedgerSaysNotPaid "LEDGER_SAYS_NOT_PAID";
        /// The bank turned it away, and booked it all the same.
        RejectedAndBooked "REJECTED_AND_BOOKED";
        /// It came back.
        CameBack "CAME_BACK";
        /// Another amount came back than was paid.
        CameBackInPart "CAME_BACK_IN_PART";
        /// It came back, as the ledger says.
        CameBackOnBoth "CAME_BACK_ON_BOTH";
        /// It was turned away before it was paid.
        Rejected "REJECTED";
    }
}

/// A line of a ledger or a statement, as it is shown. `Debug` shows neither account nor references.
#[derive(Clone, Copy)]
pub struct LineView<'a> {
    /// The name of the file.
    pub file: &'a str,
    /// Its line, from 1.
    pub line: u64,
    /// The reference that is the caller's, as far as can be told.
    pub reference: &'a str,
    /// The amount, where it can be read.
    pub amount: Option<Decimal>,
    /// The currency's code; empty where it is not said.
    pub currency: &'a str,
    /// The day, in days since 1970-01-01.
    pub date: Option<i32>,
    /// The word of the bank for why: `AC04`, `R03`.
    pub code: &'a str,
    pub(super) account: &'a str,
}

impl std::fmt::Debug for LineView<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LineView({})", self.line)
    }
}

impl LineView<'_> {
    /// The account, masked.
    #[must_use]
    pub fn account(&self) -> String {
        if self.account.is_empty() { String::new() } else { mask::tail(self.account) }
    }

    /// The day as `2026-11-27`, or nothing.
    #[must_use]
    pub fn day(&self) -> String {
        let mut text = String::new();
        if let Some(days) = self.date {
            crate::timestamp::push_date(&mut text, i64::from(days));
        }
        text
    }

    fn amount(&self) -> String {
        self.amount.map(|amount| amount.to_string()).unwrap_or_default()
    }

    fn to_json(self) -> Json {
        let mut json = Object::new();
        json.put_text("file", self.file);
        json.put("line", Json::number(self.line));
        let texts = [
            ("reference", self.reference.to_owned()),
            ("amount", self.amount()),
            ("currency", self.currency.to_owned()),
            ("date", self.day()),
            ("account", self.account()),
            ("code", self.code.to_owned()),
        ];
        for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            json.put(name, Json::from(text));
        }
        Json::Object(json)
    }
}

/// What came of a line of the ledger, or of one of a statement that belongs to none.
#[derive(Clone, Debug)]
pub struct Decision<'a> {
    /// What came of it.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
    /// The payment in the ledger, where there is one.
    pub ledger: Option<LineView<'a>>,
    /// The lines of the statements that are of it.
    pub statement: Vec<LineView<'a>>,
    /// How much more the statement says than the ledger.
    pub difference: Option<Decimal>,
}

const NAMES: [&str; 16] = [
    "outcome",
    "reason",
    "reference",
    "amount",
    "currency",
    "ledger_line",
    "statement_file",
    "statement_line",
    "statement_reference",
    "statement_amount",
    "statement_currency",
    "statement_date",
    "difference",
    "code",
    "account",
    "lines",
];

impl Decision<'_> {
    /// Whether somebody has to look at it: all but what matches, and what came back by both.
    #[must_use]
    pub fn is_difference(&self) -> bool {
        self.outcome != Outcome::Matched && self.reason != Reason::CameBackOnBoth
    }

    /// `{outcome, reason, ledger?, statement, difference?}`; accounts are masked.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("outcome", self.outcome.as_str());
        json.put_text("reason", self.reason.as_str());
        if let Some(line) = self.ledger {
            json.put("ledger", line.to_json());
        }
        json.put("statement", Json::Array(self.statement.iter().map(|line| line.to_json()).collect()));
        if let Some(difference) = self.difference {
            json.put("difference", Json::from(difference.to_string()));
        }
        Json::Object(json)
    }

    /// The names of the columns of [`Decision::to_csv`].
    #[must_use]
    pub fn csv_header() -> String {
        NAMES.join(",") + "\r\n"
    }

    /// One line: the payment, and the first line of the statements that is of it. What a spreadsheet would take for a formula
    /// has an apostrophe before it.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let number = |line: Option<&LineView<'_>>| line.map(|line| line.line.to_string()).unwrap_or_default();
        let (ledger, first) = (self.ledger.as_ref(), self.statement.first());
        let code = self.statement.iter().map(|line| line.code).find(|code| !code.is_empty());
        let cells: [String; 16] = [
            self.outcome.as_str().to_owned(),
            self.reason.as_str().to_owned(),
            ledger.map_or_else(String::new, |line| line.reference.to_owned()),
            ledger.map(LineView::amount).unwrap_or_default(),
            ledger.map_or_else(String::new, |line| line.currency.to_owned()),
            number(ledger),
            first.map_or_else(String::new, |line| line.file.to_owned()),
            number(first),
            first.map_or_else(String::new, |line| line.reference.to_owned()),
            first.map(LineView::amount).unwrap_or_default(),
            first.map_or_else(String::new, |line| line.currency.to_owned()),
            first.map(LineView::day).unwrap_or_default(),
            self.difference.map(|difference| difference.to_string()).unwrap_or_default(),
            code.unwrap_or_default().to_owned(),
            ledger.or(first).map(LineView::account).unwrap_or_default(),
            self.statement.len().to_string(),
        ];
        let cells: Vec<String> = cells.iter().enumerate().map(|(place, text)| cell(text, place == 12)).collect();
        cells.join(",") + "\r\n"
    }
}

fn cell(text: &str, is_number: bool) -> String {
    let is_armed = !is_number && text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_armed { ["'", text].concat() } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
