"""Takes the time, chance and the place out of a wheel's list of what is in it: `settle.py WHEEL FOLDER_OF_SOURCES`."""

import base64
import csv
import datetime
import hashlib
import io
import json
import os
import pathlib
import sys
import uuid
import zipfile


def settled(text: bytes, root: str) -> bytes:
    bill = json.loads(text.replace(f"file://{root}".encode(), b"file:///offramp-core"))
    now = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    bill["metadata"]["timestamp"] = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    bill.pop("serialNumber", None)
    # a name for the list that says what is in it
    named = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(bill, sort_keys=True))
    bill = {"bomFormat": bill.pop("bomFormat"), "serialNumber": f"urn:uuid:{named}", **bill}
    return json.dumps(bill, indent=2).encode()


def main(path: str, root: str) -> None:
    with zipfile.ZipFile(path) as wheel:
        parts = [(info, wheel.read(info)) for info in wheel.infolist()]
    record = next(info.filename for info, _ in parts if info.filename.endswith(".dist-info/RECORD"))
    changed = {}
    for info, content in parts:
        if "/sboms/" in info.filename:
            changed[info.filename] = settled(content, root)
    assert changed, "the wheel has no list of what is in it"
    rows = csv.reader(io.StringIO(dict((info.filename, content) for info, content in parts)[record].decode()))
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    for name, digest, size in rows:
        if name in changed:
            digest = base64.urlsafe_b64encode(hashlib.sha256(changed[name]).digest()).rstrip(b"=").decode()
            digest, size = f"sha256={digest}", str(len(changed[name]))
        writer.writerow((name, digest, size))
    changed[record] = lines.getvalue().encode()
    new = pathlib.Path(path).with_suffix(".new")
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as wheel:
        for info, content in parts:
            wheel.writestr(info, changed.get(info.filename, content), zipfile.ZIP_DEFLATED)
    new.rename(path)


main(*sys.argv[1:])
