"""Verifies the desk's webhooks: Standard Webhooks, with the standard library alone."""

import base64
import binascii
import hashlib
import hmac
import json
import time

TOLERANCE_SECONDS = 300


class WebhookRefused(Exception):
    """The request is not, or not provably, the desk's. Answer it with 400 and do nothing."""


def verify_webhook(body, headers, secrets, now=None):
    """
    The event of a request. `body` are the bytes as they came, before any framework has parsed them; `headers` has
    lower-case names. `secrets` is a list: while a secret is rotated, both.
    """
    event_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    # Digits of ASCII alone: str.isdigit takes others as well.
    if not event_id or not (timestamp.isascii() and timestamp.isdigit()):
        raise WebhookRefused("a header is missing")
    if abs((time.time() if now is None else now) - int(timestamp)) > TOLERANCE_SECONDS:
        raise WebhookRefused("it is too old, or a clock is wrong")

    signed = f"{event_id}.{timestamp}.".encode() + body
    # One signature for each live secret: 'v1,K5oZ… v1,9Tzq…'.
    given = [entry[3:] for entry in headers.get("webhook-signature", "").split(" ") if entry.startswith("v1,")]
    expected = [signature(secret, signed) for secret in secrets]
    # compare_digest takes as long for a wrong first character as for a wrong last one.
    if not any(hmac.compare_digest(one.encode(), other.encode()) for one in given for other in expected):
        raise WebhookRefused("no signature matches")
    return json.loads(body)


def signature(secret, signed):
    """A secret is 'whsec_' and the key in base64: decode it."""
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        raise ValueError("a secret is whsec_ and base64, as the desk showed it") from None
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
