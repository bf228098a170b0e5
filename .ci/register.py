"""A conforming registration endpoint for servers that fork: its clients are files.

gunicorn -w 5 --chdir .ci register:application, with CLIENTS set to a directory.
"""

import json
import os
import re
import secrets
from urllib.parse import parse_qsl

URL = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?([/?#]\S*)?", re.I)
EMAIL = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class Refusal(Exception):
    """A request that is refused, with the message."""


def decode(kind, body):
    """The parameters of a request."""
    kind = kind.split(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    if kind != "application/json":
        raise Refusal("Unknown Content-Type")
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise Refusal("Could not decode JSON") from None
    if not isinstance(data, dict):
        raise Refusal("Could not decode JSON")
    return {name: value for name, value in data.items() if value is not None}


def listed(value, valid, not_string, invalid):
    """Checks a list that is separated by spaces."""
    if not isinstance(value, str):
        raise Refusal(not_string)
    for one in value.split():
        if not valid.fullmatch(one):
            raise Refusal(invalid % one)


def check(data):
    """Refuses what is wrong with the descriptive parameters."""
    kind = data.get("application_type")
    if kind not in ("web", "native") and (kind is not None or data["type"] == "client_associate"):
        raise Refusal("Unknown application_type.")
    logo = data.get("logo_url")
    if logo is not None and not (isinstance(logo, str) and URL.fullmatch(logo)):
        raise Refusal("Logo URL %s is not a valid URL" % logo)
    if "contacts" in data:
        listed(data["contacts"], EMAIL, "contacts must be a string of space-separated email addresses.", "Email %s is not a valid email")
    for name in ("redirect_uri", "redirect_uris"):
        if name in data:
            listed(data[name], URL, "redirect_uris must be space-separated URLs.", "URI %s is not a valid URI")


def known(client, secret):
    """Whether a client has this secret. An id is a file's name only if it looks like one."""
    if not (isinstance(client, str) and isinstance(secret, str) and re.fullmatch(r"[0-9a-f]{32}", client)):
        return False
    try:
        with open(os.path.join(os.environ["CLIENTS"], client), encoding="ascii") as file:
            return secrets.compare_digest(file.read().encode(), secret.encode("utf-8", "replace"))
    except FileNotFoundError:
        return False


def register(data):
    """Carries a request out, and gives the credentials."""
    kind = data.get("type")
    if kind is None:
        raise Refusal("No registration type provided")
    if kind == "client_associate":
        for name in ("client_id", "client_secret"):
            if name in data:
                raise Refusal("Only set %s for update." % name)
        check(data)
        client, secret = secrets.token_hex(16), secrets.token_urlsafe(32)
        with open(os.path.join(os.environ["CLIENTS"], client), "w", encoding="ascii") as file:
            file.write(secret)
        return client, secret
    if kind != "client_update":
        raise Refusal("Unknown registration type.")
    for name in ("client_id", "client_secret"):
        if name not in data:
            raise Refusal("%s is required to update." % name)
    if not known(data["client_id"], data["client_secret"]):
        raise Refusal("Unauthorized.")
    check(data)
    return data["client_id"], data["client_secret"]


def application(environ, start_response):
    """The endpoint, as WSGI has it."""
    status, answer = "200 OK", {}
    try:
        if environ["PATH_INFO"] != "/api/client/register":
            status, answer = "404 Not Found", {"error": "Not found"}
        elif environ["REQUEST_METHOD"] != "POST":
            status, answer = "405 Method Not Allowed", {"error": "Method not allowed"}
        else:
            body = environ["wsgi.input"].read()
            client, secret = register(decode(environ.get("CONTENT_TYPE", ""), body))
            answer = {"client_id": client, "client_secret": secret, "expires_at": 0}
    except Refusal as refusal:
        status, answer = "400 Bad Request", {"error": str(refusal)}
    body = json.dumps(answer).encode()
    start_response(status, [("Content-Type", "application/json"), ("Cache-Control", "no-store"), ("Content-Length", str(len(body)))])
    return [body]
