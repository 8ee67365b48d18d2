"""The desk over REST, with the standard library alone. Every desk describes all calls at /docs."""

import http.client
import json
import random
import time
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT_SECONDS = 15
ATTEMPTS = 3
# What may go away by itself. Any other answer is final.
TRANSIENT = {"NETWORK", "RATE_LIMITED", "PROVIDER_UNAVAILABLE", "DATABASE_UNAVAILABLE", "INTERNAL"}


class PaydeskError(Exception):
    """A call that failed. `reason` is stable: switch on it. `message` is for developers and may change."""

    def __init__(self, reason, message, *, status=None, details=None, fields=None, request_id=None, retry_after=0.0):
        super().__init__(f"{reason}: {message} (request {request_id})")
        self.reason = reason
        self.status = status
        self.details = details or {}
        self.fields = fields or {}
        self.request_id = request_id
        self.retry_after = retry_after


def error_from(status, headers, body):
    """The error of an answer that is not 2xx. Every route has this form."""
    try:
        error = json.loads(body)["error"]
        data = error["data"]
    except (ValueError, KeyError, TypeError):
        # Not the desk's: a proxy's in front of it.
        return PaydeskError("NETWORK" if status >= 500 else "INTERNAL", f"HTTP {status}", status=status)
    return PaydeskError(
        data["reason"],
        error["message"],
        status=status,
        details=data.get("details"),
        fields=(data.get("zodError") or {}).get("fieldErrors"),
        request_id=headers.get("x-request-id"),
        retry_after=float(headers.get("retry-after") or 0),
    )


def pause_before(attempt, error, *, may_repeat):
    """Seconds to wait before the next attempt; None: there is none. Counted from 1."""
    if not may_repeat or attempt >= ATTEMPTS or error.reason not in TRANSIENT or error.retry_after > 30:
        return None
    return error.retry_after + random.uniform(0.5, 1) * 0.25 * 2**attempt


def headers_for(api_key, idempotency_key):
    headers = {"Authorization": f"Bearer {api_key}", "Content-Type": "application/json"}
    if idempotency_key is not None:
        headers["Idempotency-Key"] = idempotency_key
    return headers


class Paydesk:
    def __init__(self, url, api_key):
        self.url = url.rstrip("/") + "/api/v1"
        self.api_key = api_key

    def get(self, path, **query):
        return self._call("GET", path, query=query, may_repeat=True)

    def post(self, path, body, idempotency_key=None):
        """
        Amounts are decimal strings. With a key a call that got no answer is sent again: the desk acts once and answers
        the first result. Without one nothing is repeated.
        """
        return self._call("POST", path, body=body, key=idempotency_key, may_repeat=idempotency_key is not None)

    def _call(self, method, path, *, query=None, body=None, key=None, may_repeat):
        address = self.url + path + ("?" + urllib.parse.urlencode(query) if query else "")
        data = None if body is None else json.dumps(body).encode()
        attempt = 0
        while True:
            attempt += 1
            request = urllib.request.Request(address, data, headers_for(self.api_key, key), method=method)
            try:
                return self._send(request)
            except PaydeskError as error:
                pause = pause_before(attempt, error, may_repeat=may_repeat)
                if pause is None:
                    raise
            time.sleep(pause)

    def _send(self, request):
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise error_from(error.code, error.headers, error.read()) from None
        except (OSError, http.client.HTTPException) as error:
            raise PaydeskError("NETWORK", str(error)) from error
