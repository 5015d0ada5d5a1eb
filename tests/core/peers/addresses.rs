//! Addresses of chains. Checksums come from the peers' encoders, not from the code under test.

use stellar_strkey::ed25519::{MuxedAccount, PrivateKey, PublicKey, SignedPayload};
use stellar_strkey::{ClaimableBalance, Contract, HashX, LiquidityPool, MuxedContract, PreAuthTx};

use super::values::Maker;

const HEXADECIMAL: &str = "0123456789abcdefABCDEF";
const BASE58: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BASE32: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// An EVM address with the capitals of EIP-55, or nearly one.
pub(crate) fn evm(maker: &mut Maker) {
    let address = ethaddr::Address(maker.random.bytes()).to_string();
    let digits = &address[2..];
    match maker.random.below(12) {
        0 => maker.plain(address.to_lowercase()),
        1 => maker.plain(format!("0x{}", digits.to_uppercase())),
        2 => maker.both(&address, "0X in front", format!("0X{digits}")),
        3 => maker.both(&address, "no 0x", digits.to_owned()),
        4 => maker.both(&address, "colon prefix", format!("eth:{address}")),
        5 => maker.both(&address, "XDC prefix", format!("xdc{digits}")),
        6 => {
            let count = *maker.random.pick(&[39, 40, 40, 41]);
            maker.plain(format!("0x{}", "0".repeat(count)));
        }
        7 => {
            let more = maker.random.letters(HEXADECIMAL, 24);
            maker.plain(format!("0x{digits}{more}"));
        }
        8 => other_case(maker, &address),
        _ => maker.written(&address, &[("blanks", " ")]),
    }
    maker.plain(address.clone());
    maker.mutated(&address, HEXADECIMAL);
    maker.mutated(&address, BASE58);
}

/// One letter in the wrong case.
fn other_case(maker: &mut Maker, address: &str) {
    let at = 2 + maker.random.below(40);
    let other = |(index, letter): (usize, char)| match letter {
        'a'..='f' if index == at => letter.to_ascii_uppercase(),
        'A'..='F' if index == at => letter.to_ascii_lowercase(),
        _ => letter,
    };
    maker.plain(address.chars().enumerate().map(other).collect());
}

fn base58(payload: &[u8]) -> String {
    bs58::encode(payload).with_check().into_string()
}

/// A TRON address, or nearly one.
pub(crate) fn tron(maker: &mut Maker) {
    let mut payload: [u8; 21] = maker.random.bytes();
    payload[0] = 0x41;
    let address = base58(&payload);
    match maker.random.below(12) {
        // other networks, test networks, other lengths under a right checksum
        0 => {
            let version: u8 = *maker.random.pick(&[0x00, 0x05, 0x40, 0x42, 0x6f, 0xa0]);
            payload[0] = version;
            maker.plain(base58(&payload));
        }
        1 => maker.plain(base58(&payload[..20])),
        2 => maker.plain(base58(&[&payload[..], &[0]].concat())),
        3 => maker.plain(base58(&[&[0x41][..], &[0; 20]].concat())),
        4 => {
            let digits = payload.iter().fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"));
            let prefix = *maker.random.pick(&["", "", "0x"]);
            maker.both(&address, "hexadecimal form", format!("{prefix}{digits}"));
        }
        5 => maker.plain(format!("1{address}")),
        6 => maker.plain(bs58::encode(payload).into_string()),
        _ => maker.written(&address, &[("blanks", " ")]),
    }
    maker.plain(address.clone());
    maker.mutated(&address, BASE58);
    maker.mutated(&address, "0OIl123456789ABCDEFabcdef");
}

/// A Stellar address, or nearly one.
pub(crate) fn stellar(maker: &mut Maker) {
    let key: [u8; 32] = maker.random.bytes();
    let id = u64::from_be_bytes(maker.random.bytes());
    let account = PublicKey(key).to_string().to_string();
    let muxed = MuxedAccount { ed25519: key, id }.to_string().to_string();
    let address = if maker.random.below(2) == 0 { &account } else { &muxed };
    match maker.random.below(16) {
        // other things that are written in the same way
        0 => maker.plain(PrivateKey(key).as_unredacted().to_string().to_string()),
        1 => maker.plain(PreAuthTx(key).to_string().to_string()),
        2 => maker.plain(HashX(key).to_string().to_string()),
        3 => maker.plain(Contract(key).to_string().to_string()),
        4 => maker.plain(LiquidityPool(key).to_string().to_string()),
        5 => maker.plain(ClaimableBalance::V0(key).to_string().to_string()),
        6 => {
            let payload = SignedPayload::new(key, &key[..=maker.random.below(32)]).expect("a short payload");
            maker.plain(payload.to_string().to_string());
        }
        // another last character, of which only the bits behind the last byte differ
        7 => {
            let (front, last) = muxed.split_at(68);
            let value = BASE32.find(last).expect("a letter of base32");
            let other = value ^ 1;
            maker.plain(format!("{front}{}", &BASE32[other..=other]));
        }
        8 => maker.plain(format!("{muxed}===")),
        9 => maker.both(&account, "federation", format!("{account}*example.com")),
        10 => maker.plain(MuxedContract { contract_id: key, id }.to_string().to_string()),
        _ => maker.written(address, &[("blanks", " "), ("hyphens", "-")]),
    }
    maker.plain(account.clone());
    maker.plain(muxed.clone());
    maker.mutated(&account, BASE32);
    maker.mutated(&muxed, BASE32);
    maker.mutated(&account, "0189abcdef");
}
