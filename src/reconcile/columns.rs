//! Columns that statements and ledgers have besides those of files of payments, and the words in them.

use super::lines::Standing;

/// What such a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Status,
    Code,
    Date,
    Debit,
    Credit,
    Direction,
    Text,
    /// The bank's or the provider's own reference: it tells two bookings apart, and a ledger may have it.
    Reference,
}

impl Role {
    /// By its name in `map`.
    pub(super) fn named(name: &str) -> Option<Role> {
        let names = [
            ("status", Role::Status),
            ("code", Role::Code),
            ("date", Role::Date),
            ("debit", Role::Debit),
            ("credit", Role::Credit),
            ("direction", Role::Direction),
            ("text", Role::Text),
            ("bankReference", Role::Reference),
        ];
        names.iter().find(|(known, _)| *known == name).map(|(_, role)| *role)
    }
}

/// Names in small letters, with one blank between words.
const NAMES: &[(Role, &[&str])] = &[
    (
        Role::Status,
        &[
            "result",
            "status",
            "state",
            "payment status",
            "transaction status",
            "payout status",
            "transfer status",
            "zahlungsstatus",
        ],
    ),
    (
        Role::Code,
        &[
            "reason",
            "return code",
            "reason code",
            "return reason",
            "return reason code",
            "status reason",
            "failure reason",
            "rückgabegrund",
        ],
    ),
    (
        Role::Date,
        &[
            "date",
            "booking date",
            "bookingdate",
            "value date",
            "valuedate",
            "posting date",
            "posted date",
            "transaction date",
            "payment date",
            "settlement date",
            "execution date",
            "created at",
            "createdat",
            "completed at",
            "paid at",
            "created",
            "buchungstag",
            "buchungsdatum",
            "valuta",
            "valutadatum",
            "wertstellung",
            "datum",
            "fecha",
            "date opération",
            "date de valeur",
            "data contabile",
            "txn date",
            "tran date",
        ],
    ),
    (
        Role::Debit,
        &[
            "debit",
            "debits",
            "debit amount",
            "withdrawal",
            "withdrawals",
            "withdrawal amount",
            "paid out",
            "money out",
            "soll",
            "débit",
            "dr",
        ],
    ),
    (
        Role::Credit,
        &[
            "credit",
            "credits",
            "credit amount",
            "deposit",
            "deposits",
            "deposit amount",
            "paid in",
            "money in",
            "haben",
            "crédit",
            "cr",
        ],
    ),
    (
        Role::Direction,
        &[
            "direction",
            "credit/debit",
            "debit/credit",
            "dr/cr",
            "cr/dr",
            "d/c",
            "c/d",
            "cdtdbtind",
            "credit debit indicator",
            "credit debit",
            "soll/haben",
        ],
    ),
    (
        Role::Text,
        &[
            "description",
            "details",
            "narrative",
            "narration",
            "remittance information",
            "remittance info",
            "purpose",
            "particulars",
            "verwendungszweck",
            "buchungstext",
            "libellé",
            "concepto",
            "text",
            "memo",
            "note",
        ],
    ),
    (
        Role::Reference,
        &[
            "order",
            "provider reference",
            "provider_reference",
            "bank reference",
            "transaction id",
            "transactionid",
            "transaction reference",
            "account servicer reference",
            "acctsvcrref",
            "fitid",
            "utr",
            "utr number",
            "rrn",
            "trace number",
            "gateway reference",
            "gatewayreference",
            "id",
            "bankreferenz",
            "kundenreferenz",
            "chq/ref number",
            "ref no./cheque no.",
        ],
    ),
];

/// Every name, so that a header of them is known for one.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().flat_map(|(_, names)| names.iter().copied())
}

/// What a column says by its name.
pub(super) fn role(name: &str) -> Option<Role> {
    let name = name.trim().to_lowercase().replace('_', " ");
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let found = NAMES.iter().find(|(_, names)| names.iter().any(|known| known.replace('_', " ") == name));
    found.map(|(role, _)| *role)
}

/// What a word of a status means; none where it is not known. The words of `offramp payout export` are among them.
pub(super) fn standing(word: &str) -> Option<Standing> {
    const WORDS: &[(Standing, &str)] = &[
        (
            Standing::Paid,
            "paid completed complete success successful succeeded settled booked executed processed done sent posted acsc accc",
        ),
        (Standing::Returned, "returned refunded reversed chargeback returned_to_sender bounced refund reversal return"),
        (
            Standing::NotPaid,
            "failed failure rejected cancelled canceled declined expired refused held denied rjct canc error",
        ),
        (
            Standing::Pending,
            "pending processing in_progress submitted initiated queued created scheduled waiting open pdng info",
        ),
        (Standing::Unknown, "unknown"),
        (Standing::Elsewhere, "already_paid"),
    ];
    let word = word.trim().to_lowercase().replace([' ', '-'], "_");
    WORDS.iter().find(|(_, words)| words.split(' ').any(|known| known == word)).map(|(standing, _)| *standing)
}

/// Whether a word of a direction says that money went out; none where it says neither.
pub(super) fn is_out(word: &str) -> Option<bool> {
    match word.trim().to_lowercase().as_str() {
        "d" | "dr" | "debit" | "dbit" | "out" | "outgoing" | "outbound" | "withdrawal" | "s" | "soll" => Some(true),
        "c" | "cr" | "credit" | "crdt" | "in" | "incoming" | "inbound" | "deposit" | "h" | "haben" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payout::ItemState;

    #[test]
    fn every_result_of_a_payout_is_known() {
        for state in ItemState::ALL {
            // what is under way is written as unknown or pending
            let is_under_way = matches!(state, ItemState::Sending | ItemState::Waiting | ItemState::Planned);
            assert!(is_under_way || standing(state.as_str()).is_some(), "{}", state.as_str());
        }
        assert_eq!(standing("pending"), Some(Standing::Pending));
        assert_eq!(standing("already_paid"), Some(Standing::Elsewhere));
        assert_eq!(standing("In Progress"), Some(Standing::Pending));
        assert_eq!(standing("odd"), None);
    }

    #[test]
    fn every_name_means_one_thing() {
        let all: Vec<&str> = names().collect();
        for name in &all {
            assert!(role(name).is_some(), "{name}");
            assert_eq!(all.iter().filter(|other| *other == name).count(), 1, "{name}");
        }
    }
}
