"""A runner in another language, written from `regspec explain cases` alone.

python3 runner.py URL FILE.yaml…  prints a line a case and encoding: VERDICT NAME
"""

import http.client
import json
import re
import string
import sys
import time
import urllib.parse

import yaml

PATH = "/api/client/register"
MEDIA = {"json": "application/json", "form": "application/x-www-form-urlencoded"}
REFERENCE = re.compile(r"\$?\$\{([^{}|]*)(?:\|([^{}|]*))?\}")
BASE64 = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"


class Inapplicable(Exception):
    """A filter changes nothing."""


class Blocked(Exception):
    """A step that the case only needs went the other way."""


def expand(value, look_up, final):
    """Puts values in the place of references within any value; bytes are kept as Latin-1."""
    if isinstance(value, list):
        return [expand(v, look_up, final) for v in value]
    if isinstance(value, dict):
        return {expand(k, look_up, final): expand(v, look_up, final) for k, v in value.items()}
    if not isinstance(value, str):
        return value

    def one(match):
        if match.group(0).startswith("$$"):
            return match.group(0)[1:] if final else match.group(0)
        name, how = match.group(1), match.group(2) or ""
        if name.startswith("hex:"):
            if not final:
                return match.group(0)
            text = bytes.fromhex(name[4:]).decode("utf-8", "surrogateescape")
            return text * int(how[1:]) if how else text
        return look_up(match.group(0), name, how)

    whole = REFERENCE.fullmatch(value)
    if whole and not value.startswith("$$"):
        return one(whole)
    return REFERENCE.sub(lambda m: str(one(m)), value)


def in_row(row):
    def look_up(text, name, how):
        if name not in row:
            return text
        if how.startswith("x"):
            return str(row[name]) * int(row[how[2:]] if how.startswith("x:") else how[1:])
        return row[name]
    return look_up


def in_run(known):
    def look_up(text, name, how):
        value = known[name]
        changed = {
            "": lambda: value, "cut": lambda: value[:-1], "extended": lambda: value + "x", "swapcase": value.swapcase,
            "nudged": lambda: value[:-1] + (BASE64[BASE64.index(value[-1]) ^ 1] if value[-1] in BASE64 else "A"),
            "json": lambda: json.dumps(value)[1:-1], "form": lambda: urllib.parse.quote_plus(value),
        }
        if how.startswith("unlike:"):
            if known[how[7:]] == value:
                raise Inapplicable
            return value
        result = changed[how]()
        if how in ("cut", "extended", "swapcase", "nudged") and result == value:
            raise Inapplicable
        return result
    return look_up


def cases_of(case):
    rows = case.get("rows") or [{}]
    columns = case.get("columns") or [{}]
    for row in rows:
        for column in columns:
            members = {**row, **{k: expand(v, in_row(row), False) for k, v in column.items()}}
            parts = [case["id"], row.get("id"), column.get("id")]
            yield "/".join(p for p in parts if p), expand(case["steps"], in_row(members), False)


def encodings(case, steps):
    if "encodings" in case:
        return case["encodings"]
    values = [v for s in steps if "send" in s for v in s["send"].get("fields", {}).values()]
    return ["json", "form"] if all(isinstance(v, str) for v in values) else ["json"]


def send(base, step, encoding, known):
    s = expand(step["send"], in_run(known), True)
    if "body" in s:
        body = s["body"].encode("utf-8", "surrogateescape")
    elif encoding == "json":
        body = json.dumps(s["fields"], ensure_ascii=False).encode("utf-8", "surrogateescape")
    else:
        body = urllib.parse.urlencode(s["fields"], errors="surrogateescape").encode()
    headers = [("Content-Type", s.get("content_type", MEDIA[encoding]))]
    for name, values in s.get("headers", {}).items():
        headers += [(name, v) for v in (values if isinstance(values, list) else [values])]
    connection = http.client.HTTPConnection(base.hostname, base.port, timeout=5)
    connection.putrequest(s.get("method", "POST"), PATH + ("?" + s["query"] if "query" in s else ""))
    for name, value in headers + [("Content-Length", str(len(body)))]:
        if value is not None:
            connection.putheader(name, value.encode("utf-8", "surrogateescape"))
    connection.endheaders(body)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    kind = (answer.getheader("Content-Type") or "").split(";")[0].strip().lower()
    try:
        tree = json.loads(text) if kind == "application/json" or kind.endswith("+json") else None
    except ValueError:
        tree = None
    return answer, text, tree if isinstance(tree, dict) else None


def is_success(answer, tree):
    if answer.status // 100 != 2 or tree is None:
        return False
    end = tree.get("expires_at")
    return (all(isinstance(tree.get(m), str) and tree[m] for m in ("client_id", "client_secret"))
            and isinstance(end, (int, float)) and not isinstance(end, bool) and end == int(end)
            and (end == 0 or time.time() < end < 2**63))


def is_message(text, expected, messages, ours):
    if isinstance(expected, str):
        return not ours if expected == "own" else text == messages[expected]["text"]
    (name, value), = expected.items()
    before, after = re.split("<[A-Za-z]+>", messages[name]["text"])
    if value is None:
        return text.startswith(before) and text.endswith(after)
    return text == before + value + after


def conforms(answer, text, tree, expect, messages):
    if "success" in expect and is_success(answer, tree):
        if all(tree.get(k) == v for k, v in expect["success"].items()):
            return True
    if "refusal" in expect and answer.status // 100 == 4:
        said = (tree or {}).get("error")
        patterns = [re.sub("<[A-Za-z]+>", ".*", re.escape(m["text"])) for m in messages.values()]
        ours = said is not None and any(re.fullmatch(p.replace("\\<", "<"), str(said), re.S) for p in patterns)
        wanted = expect["refusal"]
        if wanted == "4xx":
            return True
        if isinstance(said, str) and said:
            if wanted == "any" or wanted == "own" and not ours:
                return True
            if isinstance(wanted, list) and any(is_message(said, w, messages, ours) for w in wanted):
                return True
    return expect.get("answer") is True and answer.status // 100 != 5


REGISTER = {"needed": True, "send": {"fields": {"type": "client_associate", "application_type": "native"}}, "expect": {"success": {}}}


def run(base, steps, encoding, known, messages):
    for step in steps:
        if "register" in step:
            name = step["register"]
            step = {**REGISTER, "capture": {name + ".client_id": "client_id", name + ".client_secret": "client_secret"}}
        for _ in range(step.get("times", 1)):
            answer, text, tree = send(base, step, encoding, known)
            if not conforms(answer, text, tree, expand(step["expect"], in_run(known), True), messages):
                if step.get("needed"):
                    raise Blocked
                return "failed"
            for variable, member in step.get("capture", {}).items():
                known[variable] = tree[member]
    return "passed"


def main():
    base = urllib.parse.urlsplit(sys.argv[1])
    messages = {m["id"]: m for m in json.load(open(sys.argv[2]))}
    spelling = [name for name in ("redirect_uri", "redirect_uris")
                if (send(base, {"send": {"fields": {**REGISTER["send"]["fields"], name: "not-a-uri"}}}, "json", {})[2] or {}).get("error")
                == "URI not-a-uri is not a valid URI"]
    parameter = spelling[0] if len(spelling) == 1 else "redirect_uri"
    for name in sys.argv[3:]:
        for case in yaml.safe_load(open(name))["cases"]:
            for id, steps in cases_of(case):
                for encoding in encodings(case, steps):
                    try:
                        verdict = run(base, steps, encoding, {"redirect_parameter": parameter}, messages)
                    except Inapplicable:
                        verdict = "skipped"
                    except Blocked:
                        verdict = "skipped"
                    print(f"{verdict} {id} [{encoding}]")


main()
