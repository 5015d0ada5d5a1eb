"""Asks the PyPI packages about the values in a directory and writes their verdicts beside them."""

import json
import sys
from pathlib import Path

import base58
import eth_utils
import schwifty
import stdnum.bic
import stdnum.iban
from stdnum import luhn
from stdnum.cz import bankaccount
from stdnum.es import ccc
from stdnum.is_ import kennitala
from stdnum.iso7064 import mod_11_10, mod_97_10
from stdnum.no import kontonr
import stdnum.us.rtn
import tronpy.keys
import validators
from stellar_sdk import StrKey


def base58_tron(text: str) -> bool:
    payload = base58.b58decode_check(text)
    return len(payload) == 21 and payload[0] == 0x41


def stellar(text: str) -> bool:
    return StrKey.is_valid_ed25519_public_key(text) or StrKey.is_valid_med25519_public_key(text)


def stdnum_algorithms(text: str) -> bool:
    """The algorithms of python-stdnum by name, put together here for countries that its IBANs leave out."""
    country, bban = text[:2], text[4:]
    if country in ("AO", "BA", "CV", "ME", "MK", "MZ", "PT", "RS", "SI", "ST", "TL", "XK"):
        return mod_97_10.is_valid(bban) and 2 <= int(bban[-2:]) <= 98
    if country == "FI":
        return luhn.is_valid(bban)
    if country == "HR":
        return mod_11_10.is_valid(bban[:7]) and mod_11_10.is_valid(bban[7:])
    if country in ("CZ", "SK"):
        # the weights of an account are those of a prefix, from the right
        return all(bankaccount._calc_checksum(part) == 0 for part in (bban[4:10], bban[10:]))
    if country == "ES":
        return ccc.calc_check_digits(bban[:4] + bban[4:8] + "00" + bban[10:]) == bban[8:10]
    if country == "IS":
        # the algorithm alone: whether the date in it exists is another matter
        return kennitala.checksum(bban[12:22]) == 0
    if country == "NO":
        return kontonr.is_valid(bban)
    return True


PEERS = {
    "iban": {
        "python-stdnum": stdnum.iban.is_valid,
        "schwifty": lambda text: schwifty.IBAN(text).is_valid,
        "schwifty-national": lambda text: bool(schwifty.IBAN(text, validate_bban=True)),
        "validators": lambda text: validators.iban(text) is True,
    },
    "iban-national": {
        "python-stdnum": stdnum.iban.is_valid,
        "stdnum-algorithms": stdnum_algorithms,
        "schwifty-national": lambda text: bool(schwifty.IBAN(text, validate_bban=True)),
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
