<?php
declare(strict_types=1);

/**
 * What a customer reads when a call of the desk has failed: status and text. The reasons are stable; the desk's own
 * message is for the shop's developers.
 */
function messageFor(PaydeskError $error): array
{
    $details = $error->details;
    $unavailable = [503, 'Payments do not answer at the moment. Please try again in a minute.'];
    $notOffered = [422, 'This currency is not offered at the moment. Please choose another one.'];
    $sorry = [500, 'Something went wrong. We are looking into it.'];
    return match ($error->reason) {
        'INSUFFICIENT_FUNDS' => [
            402, "You have {$details['availableUsd']} USD. Please top up first; your order waits for you.",
        ],
        // Without a minimum while only the provider knows its new one.
        'AMOUNT_TOO_SMALL' => isset($details['minimumUsd'])
            ? [422, "With this currency, top up at least {$details['minimumUsd']} USD."]
            : [422, 'This is too little for this currency. Please top up more.'],
        'AMOUNT_TOO_LARGE' => [422, "Top up at most {$details['maximumUsd']} USD at a time."],
        'CURRENCY_INACTIVE', 'CURRENCY_UNKNOWN' => $notOffered,
        'IDEMPOTENCY_CONFLICT' => [409, 'You have sent this form before. Please start again.'],
        'USER_FROZEN' => [403, 'Your balance is being reviewed. Please write to support.'],
        'INVALID_INPUT' => isset($error->fields['amountUsd']) ? [422, 'Enter an amount such as 25.00.'] : $sorry,
        // Paydesk::call has tried again already. Nothing is lost: the next click has the same idempotency key.
        'NETWORK', 'RATE_LIMITED', 'PROVIDER_UNAVAILABLE', 'DATABASE_UNAVAILABLE' => $unavailable,
        default => $sorry,
    };
}
