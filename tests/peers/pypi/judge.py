"""Asks the PyPI packages about the values in a directory and writes their verdicts beside them."""

import json
import sys
from pathlib import Path

import base58
import eth_utils
import schwifty
import stdnum.bic
import stdnum.iban
import stdnum.us.rtn
import tronpy.keys
import validators
from stellar_sdk import StrKey


def base58_tron(text: str) -> bool:
    payload = base58.b58decode_check(text)
    return len(payload) == 21 and payload[0] == 0x41


def stellar(text: str) -> bool:
    return StrKey.is_valid_ed25519_public_key(text) or StrKey.is_valid_med25519_public_key(text)


PEERS = {
    "iban": {
        "python-stdnum": stdnum.iban.is_valid,
        "schwifty": lambda text: schwifty.IBAN(text).is_valid,
        "schwifty-national": lambda text: bool(schwifty.IBAN(text, validate_bban=True)),
        "validators": lambda text: validators.iban(text) is True,
    },
    "bic": {
        "python-stdnum": stdnum.bic.is_valid,
        "schwifty": lambda text: bool(schwifty.BIC(text)),
    },
    "aba": {"python-stdnum": stdnum.us.rtn.is_valid},
    "evm": {
        "eth-utils": eth_utils.is_address,
        "eth-utils-checksum": eth_utils.is_checksum_address,
        "validators": lambda text: validators.eth_address(text) is True,
    },
    "tron": {
        "base58": base58_tron,
        "tronpy": tronpy.keys.is_base58check_address,
        "validators": lambda text: validators.trx_address(text) is True,
    },
    "stellar": {"stellar-sdk": stellar},
}


def verdict(judge, text: str) -> str:
    # a package that raises refuses
    try:
        return "1" if judge(text) else "0"
    except Exception:
        return "0"


def main(directory: Path) -> None:
    for family, peers in PEERS.items():
        values = json.loads((directory / f"{family}.json").read_text(encoding="utf-8"))
        for name, judge in peers.items():
            verdicts = "".join(verdict(judge, text) for text in values)
            (directory / f"{family}.{name}.verdicts").write_text(verdicts, encoding="ascii")


main(Path(sys.argv[1]))
