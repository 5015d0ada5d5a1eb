//! Laws of destinations on chains, each over all members: networks, tokens, contracts, and texts that are no address.

use std::fs;

use offramp_core::api::{self, BankAccountReport, BankOptions};
use offramp_core::money::Currency;
use offramp_core::{Json, Kind, Severity, ValidateOptions, Verdict};

const EVM: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

/// Every network: its name, another one, the kind of its addresses, an ordinary address, and the decimals of USDC.
const NETWORKS: [(&str, &str, Kind, &str, u8); 13] = [
    ("ETH", "Ethereum", Kind::EvmAddress, EVM, 6),
    ("MATIC", "polygon", Kind::EvmAddress, EVM, 6),
    ("BASE", "base", Kind::EvmAddress, EVM, 6),
    ("TRX", "Tron", Kind::TronAddress, "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", 6),
    ("XLM", "STELLAR", Kind::StellarAddress, "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ", 7),
    ("BSC", "BNB", Kind::EvmAddress, EVM, 18),
    ("ARBITRUM", "Arb", Kind::EvmAddress, EVM, 6),
    ("OPTIMISM", "OP", Kind::EvmAddress, EVM, 6),
    ("AVALANCHE", "avax", Kind::EvmAddress, EVM, 6),
    ("CELO", "Celo", Kind::EvmAddress, EVM, 6),
    ("SOL", "solana", Kind::SolanaAddress, "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z", 6),
    ("BTC", "Bitcoin", Kind::BitcoinAddress, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", 8),
    ("LINEA", "Linea", Kind::EvmAddress, EVM, 6),
];

fn destination(token: &str, network: &str, address: &str) -> BankAccountReport {
    let fields = Json::object([("network", network), ("address", address)]);
    api::validate_bank_account(token, fields.as_object().unwrap(), &BankOptions::default())
}

fn codes(report: &BankAccountReport) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.code().as_str()).collect()
}

#[test]
fn every_token_is_paid_on_every_network_by_every_name() {
    for token in ["USDT", "USDC"] {
        for (name, other, _, address, decimals) in NETWORKS {
            for spelling in [name, other] {
                let report = destination(token, spelling, address);
                assert_eq!(report.verdict, Verdict::Valid, "{token} on {spelling}: {:?}", report.findings);
                assert_eq!(report.normalized.get("network").and_then(Json::as_str), Some(name));
                let counted = Currency::new(token).and_then(|token| token.on_network(spelling));
                assert_eq!(counted.map(Currency::decimals), Some(decimals), "{token} on {spelling}");
            }
        }
    }
}

/// Networks that are known and whose addresses are not read: nothing is valid there, and an address of another chain is
/// wrong. Bytes in hexadecimal may be of most of them.
#[test]
fn an_address_of_another_chain_is_none_of_a_network_that_is_not_read() {
    for (network, own) in [
        ("TON", "EQDtFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p4q2"),
        ("APTOS", "0x72dc13b6df2c07cbf0a06ab63d34af454f3d320ec1bcd8fb5c6d24d0806a17c2"),
        ("SUI", "0x72dc13b6df2c07cbf0a06ab63d34af454f3d320ec1bcd8fb5c6d24d0806a17c2"),
        ("NEAR", "alice.near"),
        ("NEAR", "98793cd91a3f870fb126f66285808c7e094afcfc4eda8a970f6648cdf0dbd6de"),
        ("HEDERA", "0.0.1234"),
    ] {
        assert_eq!(destination("USDC", network, own).verdict, Verdict::Undetermined, "{network}");
        for (_, _, kind, foreign, _) in NETWORKS {
            let report = destination("USDC", network, foreign);
            let is_open = kind == Kind::EvmAddress && network != "TON";
            let expected = if is_open { Verdict::Undetermined } else { Verdict::Invalid };
            assert_eq!(report.verdict, expected, "{foreign} on {network}");
            assert!(is_open || codes(&report).iter().any(|code| code.starts_with("LOOKS_LIKE_")), "{foreign}");
        }
        for text in ["jane@example.com", "https://example.com/a", "n/a"] {
            assert_eq!(destination("USDC", network, text).verdict, Verdict::Invalid, "{text} on {network}");
        }
    }
}

/// Law 3: a memo that stands beside an address is not left out of what is suggested.
#[test]
fn no_suggestion_drops_a_memo() {
    for (_, _, kind, address, _) in
        NETWORKS.iter().filter(|(.., kind, _, _)| matches!(kind, Kind::StellarAddress | Kind::SolanaAddress))
    {
        for between in [":", " ", "/", ", ", " memo ", "?memo=", "#", " - ", "\n", "|", " (", "+"] {
            let report = api::validate(*kind, &format!("{address}{between}12345"), &ValidateOptions::default());
            assert_eq!(report.verdict, Verdict::Invalid, "{between:?}");
            assert!(report.findings.iter().all(|finding| finding.suggestion().is_none()), "{between:?}");
        }
        let report = api::validate(*kind, &format!("\"{address}\""), &ValidateOptions::default());
        assert_eq!(report.findings[0].suggestion(), Some(*address));
    }
}

#[test]
fn an_address_of_one_network_is_none_of_another_kind() {
    for (network, .., kind, address, _) in NETWORKS {
        for (_, _, other, foreign, _) in NETWORKS {
            let report = destination("USDC", network, foreign);
            assert_eq!(report.verdict == Verdict::Invalid, kind != other, "{foreign} on {network}");
            let reasons = codes(&report);
            assert!(kind == other || reasons.iter().any(|code| code.starts_with("LOOKS_LIKE_")), "{reasons:?}");
        }
        assert_eq!(api::validate(kind, address, &ValidateOptions::default()).verdict, Verdict::Valid);
    }
}

#[test]
fn no_listed_contract_is_a_recipient() {
    let table = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/token_contracts.csv")).unwrap();
    let mut count = 0;
    for row in table.lines().skip(1) {
        let mut cells = row.split(',');
        let (network, token, address) = (cells.next().unwrap(), cells.next().unwrap(), cells.next().unwrap());
        let (.., kind, _, _) = NETWORKS.iter().find(|(name, ..)| *name == network).unwrap();
        let code = if token.is_empty() { "ADDRESS_WITHOUT_KEY" } else { "ADDRESS_IS_TOKEN" };
        let report = api::validate(*kind, address, &ValidateOptions::default());
        assert_eq!(report.verdict, Verdict::Valid, "{row}");
        let noted = report.findings.iter().find(|finding| finding.code().as_str() == code);
        assert_eq!(noted.map(offramp_core::Finding::severity), Some(Severity::Info), "{row}");
        for (other, _, other_kind, ..) in NETWORKS.iter().filter(|(.., other_kind, _, _)| other_kind == kind) {
            assert_eq!(other_kind, kind);
            for token in ["USDT", "USDC"] {
                let report = destination(token, other, address);
                assert_eq!(report.verdict, Verdict::Invalid, "{row} on {other}");
                assert!(codes(&report).contains(&code), "{row} on {other}: {:?}", report.findings);
                assert_eq!(report.normalized.get("address"), None);
            }
        }
        count += 1;
    }
    assert!(count >= 45, "only {count} rows");
}

/// What people paste into the field of an address, and the one reason for which each is refused where it is refused.
const NO_ADDRESSES: &[(&str, &str)] = &[
    ("vitalik.eth", "ADDRESS_IS_NAME"),
    ("alice.base.eth", "ADDRESS_IS_NAME"),
    ("bonfida.sol", "ADDRESS_IS_NAME"),
    ("brad.crypto", "ADDRESS_IS_NAME"),
    ("jed*stellar.org", "ADDRESS_IS_NAME"),
    ("John Smith", "LOOKS_LIKE_NAME"),
    ("Anna Beck", "LOOKS_LIKE_NAME"),
    ("María Ñúñez", "LOOKS_LIKE_NAME"),
    ("my wallet", "LOOKS_LIKE_NAME"),
    ("coinbase", "ADDRESS_STRUCTURE"),
    ("12345", "ADDRESS_STRUCTURE"),
    ("#N/A", "SPREADSHEET_ERROR"),
    ("1.23E+15", "SPREADSHEET_EXPONENT"),
    ("", "VALUE_EMPTY"),
    ("  ", "VALUE_EMPTY"),
    ("0x5aAe...eAed", "VALUE_ABBREVIATED"),
    ("TJRab…RTv8", "VALUE_ABBREVIATED"),
    ("jane@example.com", "LOOKS_LIKE_EMAIL"),
    ("DE89370400440532013000", "LOOKS_LIKE_IBAN"),
    ("+254712345678", "LOOKS_LIKE_PHONE_NUMBER"),
    ("xdc5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "LOOKS_LIKE_OTHER_CHAIN"),
    ("cosmos1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu", "LOOKS_LIKE_OTHER_CHAIN"),
    ("ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", "LOOKS_LIKE_OTHER_CHAIN"),
    ("DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L", "LOOKS_LIKE_OTHER_CHAIN"),
    ("rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", "LOOKS_LIKE_OTHER_CHAIN"),
    ("EQDtFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p4q2", "LOOKS_LIKE_OTHER_CHAIN"),
    ("15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5", "LOOKS_LIKE_OTHER_CHAIN"),
    ("5Kb8kLf9zgWQnogidDA76MzPL6TsZZY36hWXMssSzNydYXYB9KF", "LOOKS_LIKE_SECRET_KEY"),
    ("SBGWSG6BTNCKCOB3DIFBGCVMUPQFYPA2G4O34RMTB343OYPXU5DJDVMN", "LOOKS_LIKE_SECRET_KEY"),
    ("legal winner thank year wave sausage worth useful legal winner thank yellow", "LOOKS_LIKE_SECRET_KEY"),
    ("0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b", "LOOKS_LIKE_TRANSACTION_HASH"),
    ("3389e9f0f1a65f19736cacf544c2e825313e8447f569233bb8db39aa607c8889", "LOOKS_LIKE_TRANSACTION_HASH"),
    (
        "5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW",
        "LOOKS_LIKE_TRANSACTION_HASH",
    ),
];

#[test]
fn the_reason_is_what_the_text_looks_like() {
    for kind in Kind::ALL.iter().copied().filter(|kind| kind.as_str().ends_with("Address")) {
        for (text, code) in NO_ADDRESSES {
            let report = api::validate(kind, text, &ValidateOptions::default());
            let found: Vec<_> = report.findings.iter().map(|finding| finding.code().as_str()).collect();
            assert_eq!((report.verdict, &found[..]), (Verdict::Invalid, &[*code][..]), "{kind}: {text:?}");
            assert_eq!(report.findings[0].suggestion(), None, "{kind}: {text:?}");
        }
    }
}

/// What stands around an address is taken away by the suggestion, which is accepted.
#[test]
fn an_address_among_other_text_is_suggested() {
    for (_, name, kind, address, _) in NETWORKS {
        for text in [
            format!("{name}:{address}"),
            format!("{name}:{address}?amount=1.5"),
            format!("{address},"),
            format!("({address})"),
            format!("<{address}>"),
            format!("Address: {address}"),
            format!("{address} ({name})"),
            format!("https://explorer.example/address/{address}"),
            format!("https://explorer.example/address/{address}?tab=tokens"),
        ] {
            let report = api::validate(kind, &text, &ValidateOptions::default());
            assert_eq!(report.findings[0].suggestion(), Some(address), "{text}");
            assert_eq!(api::validate(kind, address, &ValidateOptions::default()).verdict, Verdict::Valid);
        }
        let with_memo = format!("{name}:{address}?memo=7");
        let report = api::validate(kind, &with_memo, &ValidateOptions::default());
        assert_eq!(report.findings[0].suggestion(), None, "{with_memo}");
    }
}
