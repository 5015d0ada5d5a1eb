"""Signatures of the `offramp` command against Python's hmac and PyPI's standardwebhooks; see scripts/test-signatures."""

import hashlib
import hmac
import json
import os
import subprocess
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import urlsplit

from standardwebhooks.webhooks import Webhook

OFFRAMP = os.environ["OFFRAMP"]
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def offramp(arguments, env, text):
    done = subprocess.run([OFFRAMP, *arguments], env=env, input=text.encode(), capture_output=True, check=False)
    return done.returncode, done.stdout.decode()


def mac(key, message):
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()


def canonical(method, url, body, time, nonce):
    parts = urlsplit(url)
    digest = hashlib.sha256(body.encode()).hexdigest() if body else ""
    return "\n".join([method, parts.netloc, parts.path, parts.query, digest, time, nonce])


def headers(text):
    return dict(line.split(": ", 1) for line in text.strip().splitlines())


requests = 0
for path in sorted(Path("tests/vectors").glob("[or]*/*.json")):
    for case in json.loads(path.read_text(encoding="utf-8")):
        if case["call"] != "buildRequest" or case["args"][0] != "coinut" or "url" not in case["expect"]:
            continue
        _, operation, given, credentials, context = case["args"]
        if "profile" in context or "baseUrl" in credentials:
            continue
        env = {"COINUT_API_KEY": credentials["apiKey"], "COINUT_API_SECRET": credentials["apiSecret"]}
        arguments = ["request", "coinut", operation, "--json", "--input", "-", "--now", context["now"], "--nonce", context["nonce"]]
        arguments += ["--strictness", context["strictness"]] if "strictness" in context else []
        code, text = offramp(arguments, env, json.dumps(given))
        assert code == 0, case["name"]
        sent = json.loads(text)
        head = sent["headers"]
        message = canonical(sent["method"], sent["url"], sent["body"] or "", head["X-Timestamp"], head["X-Nonce"])
        assert head["X-Signature"] == mac(credentials["apiSecret"], message), case["name"]
        requests += 1
assert requests >= 10, requests

BODY = '{"event_id":"e","event_type":"order.status.changed","event":"TRADE_CREATED","data":{"id":"é😀","status":"completed"}}'
plain = {"OFFRAMP_WEBHOOK_SECRET": "test_secret"}
unigox = headers(offramp(["webhook", "sign", "unigox"], plain, BODY)[1])
assert unigox["X-Unigox-Signature"] == "sha256=" + mac("test_secret", unigox["X-Unigox-Timestamp"] + "." + BODY)
URL = "https://app.example.com/webhooks/coinut?x=1"
coinut = headers(offramp(["webhook", "sign", "coinut", "--url", URL], plain, BODY)[1])
assert coinut["X-Signature"] == mac("test_secret", canonical("POST", URL, BODY, coinut["X-Timestamp"], coinut["X-Nonce"]))

# both ways
env = {"OFFRAMP_WEBHOOK_SECRET": SECRET}
sentra = ["sentra", "--scheme", "standard-webhooks"]
Webhook(SECRET).verify(BODY, headers(offramp(["webhook", "sign", *sentra], env, BODY)[1]))
now = datetime.now(tz=timezone.utc)
theirs = {
    "webhook-id": "msg_1",
    "webhook-timestamp": str(int(now.timestamp())),
    "webhook-signature": Webhook(SECRET).sign("msg_1", now, BODY),
}
given = [part for name, value in theirs.items() for part in ("--header", f"{name}: {value}")]
assert offramp(["webhook", "verify", *sentra, *given], env, BODY)[0] == 0
assert offramp(["webhook", "verify", *sentra, *given], env, BODY + " ")[0] == 1
print(f"Python: {requests} requests, webhooks of three providers, Standard Webhooks both ways")
