"""Checks of files, whole and in pieces."""

import gzip
import threading

import pytest

import offramp_core
import rows
from offramp_core import OfframpError

FILE = "reference,currency,amount,vpa\nA,INR,1,user@okaxis\nB,INR,1,user@gmail.com\nA,INR,2,user@okaxis\n"


def test_pieces_give_what_the_whole_gives():
    whole = offramp_core.check_file(FILE)
    for size in (1, 7, 1000):
        checker = offramp_core.create_file_checker()
        judged = []
        for at in range(0, len(FILE), size):
            judged += checker.push(FILE[at : at + size])
        end = checker.finish()
        assert {"rows": judged + end["rows"], "summary": end["summary"]} == whole
    assert offramp_core.check_csv(FILE.encode()) == whole
    assert [row["verdict"] for row in whole["rows"]] == ["valid", "invalid", "invalid"]


def test_a_check_that_has_ended_says_so():
    checker = offramp_core.create_csv_checker()
    checker.finish()
    for call in (lambda: checker.push(b"x"), checker.finish):
        with pytest.raises(OfframpError) as caught:
            call()
        assert caught.value.code == "ARGUMENT_INVALID"
    checker.cancel()
    assert checker.rows is None


def test_rows_that_are_wanted():
    assert [row["row"] for row in offramp_core.check_file(FILE, {"rows": "findings"})["rows"]] == [2, 3]
    none = offramp_core.check_file(FILE, {"rows": "none"})
    assert (none["rows"], none["summary"]["rows"]) == ([], 3)
    with pytest.raises(OfframpError) as caught:
        offramp_core.check_file(FILE, {"rows": "some"})
    assert caught.value.field == "rows"


def test_a_file_on_the_disk_with_progress(tmp_path):
    path = tmp_path / "payments.csv.gz"
    rows.write_csv(tmp_path / "payments.csv", rows.rows(10_000))
    path.write_bytes(gzip.compress((tmp_path / "payments.csv").read_bytes(), 1))
    seen, told = [], []
    summary = offramp_core.check_path(path, rows=seen.extend, progress=lambda *at: told.append(at))
    assert summary["rows"] == len(seen) == 10_000
    assert told[-1][2] == 10_000 and told[-1][0] == told[-1][1] == path.stat().st_size
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert offramp_core.check_path(tmp_path / "payments.csv") == summary


def test_packed_files_are_unpacked_and_fixed():
    packed = gzip.compress(b"currency,amount,iban\nEUR,1.00,DE89 3704 0044 0532 0130 OO\n")
    fixed = offramp_core.fix_file(packed)
    assert fixed["bytes"] == b"currency,amount,iban\nEUR,1.00,DE89370400440532013000\n"
    assert (fixed["changes"][0]["field"], fixed["remaining"]["summary"]["valid"]) == ("iban", 1)
    assert offramp_core.unpack_file(packed)["bytes"].startswith(b"currency")
    broken = offramp_core.fix_file(packed[:-12])
    assert broken["bytes"] == packed[:-12] and broken["remaining"]["summary"]["findings"][0]["severity"] == "error"


def test_options_of_packed_files():
    with pytest.raises(OfframpError):
        offramp_core.check_csv(FILE, {"sheet": "a"})
    with pytest.raises(OfframpError):
        offramp_core.unpack_file(b"x", {"currency": "EUR"})
    report = offramp_core.check_file(gzip.compress(FILE.encode()), {"maxUnpacked": 10})
    assert "FILE_TOO_LARGE" in [finding["code"] for finding in report["summary"]["findings"]]


def test_threads_check_files_at_the_same_time():
    data = "\n".join([FILE.strip()] + ["A,INR,2,user@okaxis"] * 20_000)
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(offramp_core.check_file(data, {"rows": "none"}))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4 and all(answer == answers[0] for answer in answers)
