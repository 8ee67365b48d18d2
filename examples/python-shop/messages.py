"""What a customer reads when a call of the desk has failed."""

SORRY = (500, "Something went wrong. We are looking into it.")

# The library above has tried again already. Nothing is lost: the next click has the same idempotency key.
UNAVAILABLE = (503, "Payments do not answer at the moment. Please try again in a minute.")

SIMPLE = {
    "CURRENCY_INACTIVE": (422, "This currency is not offered at the moment. Please choose another one."),
    "CURRENCY_UNKNOWN": (422, "This currency is not offered at the moment. Please choose another one."),
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
        return 402, f"You have {details['availableUsd']} USD. Please top up first; your order waits for you."
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
