import { isPaydeskError } from '@paydesk/client';

/**
 * What a customer reads when a call of the desk has failed. The reasons are stable; the desk's own message is for the
 * shop's developers.
 * @param {unknown} error
 * @returns {{ status: number, text: string }}
 */
export function messageFor(error) {
  if (!isPaydeskError(error)) return { status: 500, text: 'Something went wrong. We are looking into it.' };
  const { reason, details, fieldErrors } = error;
  switch (reason) {
    case 'INSUFFICIENT_FUNDS':
      return {
        status: 402,
        text: `You have ${String(details.availableUsd)} USD. Please top up first; your order waits for you.`,
      };
    case 'AMOUNT_TOO_SMALL':
      // Without a minimum while only the provider knows its new one.
      return typeof details.minimumUsd === 'string'
        ? { status: 422, text: `With this currency, top up at least ${details.minimumUsd} USD.` }
        : { status: 422, text: 'This is too little for this currency. Please top up more.' };
    case 'AMOUNT_TOO_LARGE':
      return { status: 422, text: `Top up at most ${String(details.maximumUsd)} USD at a time.` };
    case 'CURRENCY_INACTIVE':
    case 'CURRENCY_UNKNOWN':
      return { status: 422, text: 'This currency is not offered at the moment. Please choose another one.' };
    case 'IDEMPOTENCY_CONFLICT':
      return { status: 409, text: 'You have sent this form before. Please start again.' };
    case 'USER_FROZEN':
      return { status: 403, text: 'Your balance is being reviewed. Please write to support.' };
    case 'INVALID_INPUT':
      return fieldErrors.amountUsd
        ? { status: 422, text: 'Enter an amount such as 25.00.' }
        : { status: 500, text: 'Something went wrong. We are looking into it.' };
    // The client has tried again already. Nothing is lost: the next click has the same idempotency key.
    case 'NETWORK':
    case 'TIMEOUT':
    case 'RATE_LIMITED':
    case 'PROVIDER_UNAVAILABLE':
    case 'DATABASE_UNAVAILABLE':
      return { status: 503, text: 'Payments do not answer at the moment. Please try again in a minute.' };
    default:
      return { status: 500, text: 'Something went wrong. We are looking into it.' };
  }
}
