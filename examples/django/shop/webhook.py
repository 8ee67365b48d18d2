"""Receives the desk's webhooks: Standard Webhooks."""

import base64
import hashlib
import hmac
import json
import logging
import time
import uuid

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from . import paydesk
from .models import HandledEvent, TopUp

log = logging.getLogger(__name__)
TOLERANCE_SECONDS = 300


class WebhookRefused(Exception):
    """The request is not, or not provably, the desk's."""


# Other senders have no token of a form: the signature is what is checked.
@csrf_exempt
@require_POST
def receive(request):
    try:
        event = verified(request)
    except WebhookRefused as refusal:
        log.warning("a webhook was refused: %s", refusal)
        return HttpResponse(str(refusal), status=400)
    if event["type"] == "payment.credited":
        payment = event["data"] or paydesk.get(f"/payments/{event['resourceId']}")
        # What takes longer belongs into a queue: the desk waits ten seconds, then it sends the event again.
        credit_top_up(event, payment)
    return HttpResponse(status=204)


@transaction.atomic
def credit_top_up(event, payment):
    """The event's id is stored in the transaction of what the event does: a second delivery does nothing."""
    _handled, is_new = HandledEvent.objects.get_or_create(id=uuid.UUID(event["id"]))
    if not is_new:
        return
    for top_up in TopUp.objects.select_related("user").filter(id=payment["orderId"]):
        if paydesk.external_id(top_up.user) == event["userExternalId"]:
            # The sum of all that was credited for the payment.
            TopUp.objects.filter(id=top_up.id).update(credited_usd=payment["creditedAmountUsd"])


def verified(request):
    """The event of a request. `request.body` are the bytes as they came."""
    event_id = request.headers.get("webhook-id", "")
    timestamp = request.headers.get("webhook-timestamp", "")
    if not event_id or not (timestamp.isascii() and timestamp.isdigit()):
        raise WebhookRefused("a header is missing")
    if abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        raise WebhookRefused("it is too old, or a clock is wrong")
    signed = f"{event_id}.{timestamp}.".encode() + request.body
    expected = [signature(secret, signed) for secret in settings.PAYDESK_WEBHOOK_SECRETS]
    # One signature for each live secret: 'v1,K5oZ… v1,9Tzq…'. compare_digest compares in constant time.
    for given in request.headers.get("webhook-signature", "").split(" "):
        if any(hmac.compare_digest(given.encode(), f"v1,{one}".encode()) for one in expected):
            return json.loads(request.body)
    raise WebhookRefused("no signature matches")


def signature(secret, signed):
    """A secret is 'whsec_' and the key in base64: decode it."""
    key = base64.b64decode(secret[len("whsec_"):], validate=True)
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
