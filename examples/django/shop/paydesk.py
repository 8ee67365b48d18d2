"""The desk over REST. Every desk describes all calls at /docs."""

import random
import time

import httpx
from django.conf import settings

ATTEMPTS = 3
# What may go away by itself. Any other answer is final.
TRANSIENT = {"NETWORK", "RATE_LIMITED", "PROVIDER_UNAVAILABLE", "DATABASE_UNAVAILABLE", "INTERNAL"}

client = httpx.Client(
    base_url=settings.PAYDESK_URL.rstrip("/") + "/api/v1",
    headers={"Authorization": f"Bearer {settings.PAYDESK_API_KEY}"},
    timeout=15,
)


class PaydeskError(Exception):
    """A call that failed. `reason` is stable: switch on it. The message is for developers and may change."""

    def __init__(self, reason, message, *, details=None, fields=None, request_id=None, retry_after=0.0):
        super().__init__(f"{reason}: {message} (request {request_id})")
        self.reason = reason
        self.details = details or {}
        self.fields = fields or {}
        self.retry_after = retry_after


def external_id(user):
    """The desk knows users by the primary keys of this project."""
    return f"user-{user.pk}"


def get(path, **query):
    return _call("GET", path, may_repeat=True, params=query)


def post(path, body, *, idempotency_key=None):
    """
    Amounts are decimal strings. With a key a call that got no answer is sent again: the desk acts once and answers the
    first result. Without one nothing is repeated.
    """
    headers = {} if idempotency_key is None else {"Idempotency-Key": idempotency_key}
    return _call("POST", path, may_repeat=idempotency_key is not None, json=body, headers=headers)


def _call(method, path, *, may_repeat, **request):
    attempt = 0
    while True:
        attempt += 1
        try:
            return _send(method, path, **request)
        except PaydeskError as error:
            if not may_repeat or attempt >= ATTEMPTS or error.reason not in TRANSIENT or error.retry_after > 30:
                raise
            pause = error.retry_after + random.uniform(0.5, 1) * 0.25 * 2**attempt
        time.sleep(pause)


def _send(method, path, **request):
    try:
        answer = client.request(method, path, **request)
    except httpx.TransportError as error:
        raise PaydeskError("NETWORK", str(error)) from error
    if answer.is_success:
        return answer.json()
    try:
        error = answer.json()["error"]
        data = error["data"]
    except (ValueError, KeyError, TypeError):
        # Not the desk's: a proxy's in front of it.
        reason = "NETWORK" if answer.status_code >= 500 else "INTERNAL"
        raise PaydeskError(reason, f"HTTP {answer.status_code}") from None
    raise PaydeskError(
        data["reason"],
        error["message"],
        details=data.get("details"),
        fields=(data.get("zodError") or {}).get("fieldErrors"),
        request_id=answer.headers.get("x-request-id"),
        retry_after=float(answer.headers.get("retry-after") or 0),
    )
