"""Holds Unigox's vectors against its published API description; see scripts/test-unigox."""

import base64
import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from urllib.parse import parse_qs, urlsplit

import yaml
from openapi_schema_validator import OAS30Validator

OFFRAMP = sys.argv[1]
# a time in an example is text
yaml.SafeLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
with open("tests/unigox-openapi.yaml", encoding="utf-8") as file:
    SPEC = yaml.safe_load(file)
with open("tests/vectors/requests/unigox.json", encoding="utf-8") as file:
    VECTORS = json.load(file)

# announced in the description and not there yet
LATER = {"/api/v1/partner/onramp/quote", "/api/v1/partner/onramp/initiate"}
# the description names the parameter as part of the path and leaves it out of it
PATHS = {
    ("delete", "/api/v1/partner/users/{id}/payment-details"): "/api/v1/partner/users/{id}/payment-details/{payment_details_id}"
}


def whole(schema):
    """The schema with what it refers to in the place of the references."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            found = SPEC
            for step in schema["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            return whole(found)
        schema = {name: whole(value) for name, value in schema.items()}
        # not JSON Schema: a mark on a property
        if isinstance(schema.get("required"), bool):
            del schema["required"]
        return schema
    return [whole(item) for item in schema] if isinstance(schema, list) else schema


def endpoints():
    for path, methods in SPEC["paths"].items():
        for method, operation in methods.items():
            if method in ("get", "post", "delete") and path not in LATER:
                yield method, PATHS.get((method, path), path), operation


def pattern(path):
    return re.compile("^" + re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(path)) + "$")


def find(method, path):
    # a path without a parameter is meant before one with it
    for known in sorted(endpoints(), key=lambda endpoint: "{" in endpoint[1]):
        if known[0] == method.lower() and pattern(known[1]).match(path):
            return known
    raise SystemExit(f"{method} {path} is not in the description")


def check(schema, value, what):
    errors = [f"{error.json_path}: {error.message}" for error in OAS30Validator(whole(schema)).iter_errors(value)]
    if errors:
        raise SystemExit(f"{what}: " + "; ".join(errors))


def of_example(schema):
    """A value made of the examples of a schema's members."""
    schema = whole(schema)
    for part in schema.pop("allOf", []):
        merged = {**schema.get("properties", {}), **part.get("properties", {})}
        schema = {**schema, **part, "properties": merged}
    if "properties" in schema and "example" not in schema:
        return {name: of_example(member) for name, member in schema["properties"].items()}
    if schema.get("type") == "array" and "example" not in schema:
        return [of_example(schema["items"])]
    return schema.get("example")


requests, operations = 0, {}
for case in VECTORS:
    sent = case["expect"]
    if case["call"] != "buildRequest" or "url" not in sent:
        continue
    url = urlsplit(sent["url"])
    method, path, operation = find(sent["method"], url.path)
    operations[(method, path)] = case["args"][1]
    known = {p["name"]: p for p in operation.get("parameters", []) if p["in"] == "query"}
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    for name, value in query.items():
        integer = known[name]["schema"]["type"] == "integer"
        check(known[name]["schema"], int(value) if integer else value, f"{case['name']}: {name}")
    missing = [name for name, parameter in known.items() if parameter.get("required") and name not in query]
    assert not missing, f"{case['name']}: {missing}"
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        check(content["application/json"]["schema"], json.loads(sent["body"]), case["name"])
    elif "multipart/form-data" in content:
        names = set(re.findall(r'name="(\w+)"', base64.b64decode(sent["bodyBase64"]).decode("latin-1")))
        assert set(content["multipart/form-data"]["schema"]["required"]) <= names, case["name"]
    else:
        assert sent["body"] is None, case["name"]
    assert ("X-API-Key" in sent["headers"]) == bool(operation.get("security")), case["name"]
    requests += 1

unbuilt = {(method, path) for method, path, _ in endpoints()} - set(operations)
assert not unbuilt, f"no vector builds {unbuilt}"

answers = 0
for method, path, operation in endpoints():
    name = operations[(method, path)]
    for status, answer in operation["responses"].items():
        content = answer.get("content", {}).get("application/json", {})
        examples = [content["example"]] if "example" in content else []
        examples += [example["value"] for example in content.get("examples", {}).values()]
        if content and not examples:
            examples.append(of_example(content["schema"]))
        for example in examples:
            command = [OFFRAMP, "parse", "unigox", name, "--status", status]
            done = subprocess.run(command, input=json.dumps(example).encode(), capture_output=True, check=False)
            expected = 0 if status.startswith("2") else 1
            assert done.returncode == expected, f"{method} {path} {status}: {done.stderr.decode()}{done.stdout.decode()}"
            if expected == 1:
                read = json.loads(done.stdout)
                wanted = example.get("error", {}).get("code") or example.get("data", {}).get("error_key")
                assert read["code"] == wanted, f"{method} {path} {status}: {read['code']}"
            answers += 1



class Sandbox:
    """`offramp sandbox`, every answer of which is held against the description."""

    def __init__(self):
        command = [OFFRAMP, "sandbox", "--json", "--listen", "127.0.0.1:0", "--speed", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.base = "http://" + json.loads(self.process.stdout.readline())["listening"]
        self.checked, self.answered = 0, set()

    def ask(self, method, target, body=None, headers=()):
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        headers = {"X-API-Key": "sandbox_key", "Content-Type": "application/json", **dict(headers)}
        request = urllib.request.Request(self.base + target, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        read = json.loads(text)
        if target.startswith("/_sandbox"):
            return read
        known = find(method, urlsplit(target).path)
        responses = known[2]["responses"]
        # what goes wrong elsewhere than the description says has one of its two envelopes
        answer = responses.get(str(status))
        if answer is None:
            assert status >= 400, f"{method} {target}: {status} is not in the description"
            answer = {}
        schema = answer.get("content", {}).get("application/json", {}).get("schema")
        if schema is not None:
            check(schema, read, f"{method} {target} {status}")
        elif status >= 400:
            name = "PartnerErrorResponse" if "error" in read else "ErrorResponse"
            check({"$ref": f"#/components/schemas/{name}"}, read, f"{method} {target} {status}")
        self.checked += 1
        if status < 300:
            self.answered.add(known[:2])
        return read


sandbox = Sandbox()
try:
    for case in VECTORS:
        sent = case["expect"]
        if case["call"] != "buildRequest" or "url" not in sent:
            continue
        url = urlsplit(sent["url"])
        body = sent["body"].encode() if sent["body"] is not None else None
        if "bodyBase64" in sent:
            body = base64.b64decode(sent["bodyBase64"])
        headers = {name: value for name, value in sent["headers"].items() if name != "X-API-Key"}
        target = url.path + ("?" + url.query if url.query else "")
        sandbox.ask(sent["method"], target, body or (b"" if sent["method"] == "POST" else None), headers.items())
        sandbox.ask(sent["method"], target, body, {"X-API-Key": "another"}.items())
    sandbox.ask("POST", "/api/v1/partner/webhooks/test", b"")
    sandbox.ask("POST", "/api/v1/partner/webhooks", {"url": "https://partner.example.com/webhooks/unigox"})
    sandbox.ask("POST", "/api/v1/partner/webhooks/test", b"")
    # an order to its end, and every answer on the way
    partner = "/api/v1/partner"
    user = sandbox.ask("POST", f"{partner}/users", {"user_ref": "r1", "email": "a@example.com"})["data"]
    own = f"{partner}/users/{user['id']}"
    kyc = {"method": "direct_data", "data": {"pii": {"first_name": "A", "last_name": "B", "dob": "1990-01-01",
           "country_code": "NG", "address": "1 Street", "postal_code": "1"}}}
    sandbox.ask("POST", f"{own}/kyc-submissions", kyc)
    sandbox.ask("GET", f"{own}/verification-status")
    account = {"currency": "NGN", "rail": "nip-nigeria", "institution_id": "access-bank",
               "details": {"account_number": "0123456789"}}
    details = sandbox.ask("POST", f"{own}/payment-details", account)["data"]
    sandbox.ask("GET", own)
    sandbox.ask("GET", f"{own}/payment-details")
    for end in ("confirm", "cancel"):
        quote = {"user_id": user["internal_id"], "payment_details_id": int(details["id"]), "crypto_currency": "USDT",
                 "crypto_amount": "101.5", "fiat_currency": "NGN"}
        quote = sandbox.ask("POST", f"{partner}/offramp/quote", quote)["data"]
        order = sandbox.ask("POST", f"{partner}/offramp/initiate", {"quote_id": quote["quote_id"]})["data"]
        order = f"{partner}/orders/{order['order_id']}"
        sandbox.ask("GET", order)
        sandbox.ask("POST", "/_sandbox/clock", {"advance": 3})
        parameters = sandbox.ask("GET", f"{order}/transfer-authorization-parameters")["data"]
        if end == "cancel":
            sandbox.ask("POST", f"{order}/cancel", b"")
            continue
        signed = sandbox.ask("POST", "/_sandbox/treasury/signTransfer", {"parameters": parameters})
        signed = {"forward_request": signed["forwardRequest"], "signature": signed["signature"]}
        sandbox.ask("POST", f"{order}/authorize-crypto-transfer", signed)
        for _ in range(10):
            sandbox.ask("POST", "/_sandbox/clock", {"advance": 30})
            sandbox.ask("GET", order)
        sandbox.ask("POST", f"{order}/confirm-fiat-received", b"")
        sandbox.ask("POST", "/_sandbox/clock", {"advance": 30})
        assert sandbox.ask("GET", order)["data"]["status"] == "completed"
    sandbox.ask("GET", f"{partner}/orders?status=completed&page=1&limit=20")
    sandbox.ask("DELETE", f"{own}/payment-details/{details['id']}")
finally:
    sandbox.process.kill()
never = {known for known in operations if known not in sandbox.answered}
assert not never, f"the sandbox never says yes to {never}"

print(f"unigox: {requests} requests fit the description, {len(operations)} endpoints, {answers} example answers parse, "
      f"{sandbox.checked} answers of the sandbox fit")
