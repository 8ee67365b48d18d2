"""What a customer reads when a call of the desk has failed."""

import logging

from django.http import JsonResponse
from django.shortcuts import render

from .paydesk import PaydeskError

log = logging.getLogger(__name__)

SORRY = (500, "Something went wrong. We are looking into it.")

# The calls have been repeated already. Nothing is lost: the next click has the same idempotency key.
UNAVAILABLE = (503, "Payments do not answer at the moment. Please try again in a minute.")

SIMPLE = {
    "NOT_FOUND": (404, "There is no such page."),
    "CURRENCY_INACTIVE": (422, "This currency is not offered at the moment. Please choose another one."),
    "CURRENCY_UNKNOWN": (422, "This currency is not offered at the moment. Please choose another one."),
    "WITHDRAWALS_DISABLED": (422, "This currency is not offered at the moment. Please choose another one."),
    "INVALID_ADDRESS": (422, "This is no address of the currency's network. Please copy it again."),
    "IDEMPOTENCY_CONFLICT": (409, "You have sent this form before. Please start again."),
    "USER_FROZEN": (403, "Your balance is being reviewed. Please write to support."),
    "NETWORK": UNAVAILABLE,
    "RATE_LIMITED": UNAVAILABLE,
    "PROVIDER_UNAVAILABLE": UNAVAILABLE,
    "DATABASE_UNAVAILABLE": UNAVAILABLE,
}


def message_for(error):
    """Status and text. The reasons are stable; the desk's own message is for the shop's developers."""
    details = error.details
    if error.reason == "INSUFFICIENT_FUNDS":
        has = f"You have {details['availableUsd']} USD. " if "availableUsd" in details else ""
        return 402, f"{has}Please top up first; your order waits for you."
    if error.reason == "AMOUNT_TOO_SMALL":
        if "minimumUsd" in details:
            return 422, f"With this currency, top up at least {details['minimumUsd']} USD."
        # While only the provider knows its new minimum.
        return 422, "This is too little for this currency. Please top up more."
    if error.reason == "AMOUNT_TOO_LARGE":
        return 422, f"Top up at most {details['maximumUsd']} USD at a time."
    if error.reason == "INVALID_INPUT" and "amountUsd" in error.fields:
        return 422, "Enter an amount such as 25.00."
    return SIMPLE.get(error.reason, SORRY)


class PaydeskErrors:
    """Every view may call the desk and let its errors pass."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if not isinstance(error, PaydeskError):
            return None
        status, text = message_for(error)
        if status >= 500:
            log.error("the desk: %s", error)
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": text, "reason": error.reason}, status=status)
        return render(request, "message.html", {"text": text}, status=status)
