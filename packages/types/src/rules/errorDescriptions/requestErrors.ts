import type { ErrorDescription } from './errorDescription.ts';

/** Errors of the request itself, of its credentials and of the desk's technical state. */
export const requestErrors = {
  INVALID_INPUT: {
    meaning:
      'The input is malformed: a missing, unknown or wrong field, or text that is not valid JSON or UTF-8.',
    whatToDo: 'Read `zodError.fieldErrors`, which names each field by its path, and correct the request.',
  },
  BATCH_TOO_LARGE: {
    meaning: 'One HTTP request contains more calls than the desk accepts.',
    whatToDo: 'Send at most 20 calls in one batch.',
  },
  METHOD_NOT_ALLOWED: {
    meaning: 'This address exists, but not for this HTTP method.',
    whatToDo: 'Use one of the methods in the `Allow` header; queries are GET, mutations are POST.',
  },
  REQUEST_TIMEOUT: {
    meaning: 'The request did not arrive completely in time.',
    whatToDo: 'Send it again; check the connection between your server and the desk.',
  },
  BODY_TOO_LARGE: {
    meaning: 'The body is larger than the desk accepts at this address.',
    whatToDo: 'Send less in one request. No input of the desk needs more than 256 kB.',
  },
  URL_TOO_LONG: {
    meaning: 'The address is longer than 16 kB.',
    whatToDo: 'Send fewer calls in one batch, or fewer ids in one call.',
  },
  HEADERS_TOO_LARGE: {
    meaning: 'The headers of the request together are larger than the desk accepts.',
    whatToDo: 'Remove headers, often cookies of other programs on the same host.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    meaning: 'The body is not JSON.',
    whatToDo: 'Send `Content-Type: application/json`.',
  },
  UNAUTHENTICATED: {
    meaning: 'There is no valid API key, user token or session in the request.',
    whatToDo: 'Check the `Authorization` header. A browser gets a new user token from your server.',
  },
  API_KEY_EXPIRED: {
    meaning: 'The API key is genuine, but it has expired, or this secret ended after a rotation.',
    whatToDo: 'Use the newest secret of the key, or ask the desk’s admins for a new key.',
  },
  API_KEY_REVOKED: {
    meaning: 'The API key is genuine, but staff have revoked it.',
    whatToDo: 'Ask the desk’s admins for a new key.',
  },
  SIGNATURE_INVALID: {
    meaning: 'A notification of the provider has no signature, or a wrong one.',
    whatToDo: 'Compare the IPN secret of the provider’s account with `NOWPAYMENTS_IPN_SECRET`.',
  },
  PERMISSION_DENIED: {
    meaning: 'The caller is known, but may not do this.',
    whatToDo: 'Give the API key the scope that the message names, or call with another key.',
  },
  STAFF_ONLY: {
    meaning: 'Only a member of staff who is signed in can do this.',
    whatToDo: 'Do it in the admin app.',
  },
  ADDRESS_NOT_ALLOWED: {
    meaning: 'The credentials are genuine, but may not be used from this IP address.',
    whatToDo: 'Call from an allowed address, or have the key’s address ranges changed.',
  },
  NOT_FOUND: {
    meaning: 'There is no such row or address, or it belongs to another user.',
    whatToDo: 'Check the id. A user token only finds rows of its own user.',
  },
  RATE_LIMITED: {
    meaning: 'Too many requests or attempts in a short time.',
    whatToDo: 'Wait for the seconds in `Retry-After`, then go on more slowly.',
  },
  IDEMPOTENCY_CONFLICT: {
    meaning: 'This idempotency key was used before with another input.',
    whatToDo: 'Use one new key for each operation, and repeat it only with exactly the same input.',
  },
  PAGE_TOO_DEEP: {
    meaning: 'Pages by number end at row 10,000.',
    whatToDo: 'Go on with `cursor`, which costs the same at any depth, or filter.',
  },
  INVALID_CURSOR: {
    meaning: 'The cursor does not belong to this list, sort order or filter.',
    whatToDo: 'Start without a cursor and pass on `nextCursor` unchanged.',
  },
  SEARCH_TOO_BROAD: {
    meaning: 'The list or search took longer than the few seconds that it may: it fits too many rows.',
    whatToDo: 'Search for more letters, add a filter such as a time or a user, or sort by another field.',
  },
  CURSOR_EXPIRED: {
    meaning: 'The cursor is older than the events that the desk keeps (`EVENT_RETENTION_DAYS`).',
    whatToDo: 'Read the resources again, then go on from the newest cursor.',
  },
  DATABASE_UNAVAILABLE: {
    meaning: 'The desk cannot reach its database. Whether a mutation took effect is unknown.',
    whatToDo: 'Try again after `Retry-After` seconds; a mutation with the same idempotency key.',
  },
  OVERLOADED: {
    meaning:
      'More postings wait than the desk can post in a moment, of all users or of this one. Nothing was posted.',
    whatToDo: 'Try again after `Retry-After` seconds, with growing pauses.',
  },
  SHUTTING_DOWN: {
    meaning: 'This server is stopping; the others go on. Only `/health/ready` answers so.',
    whatToDo: 'Send new requests to another server, or to this one again after `Retry-After` seconds.',
  },
  PROVIDER_UNAVAILABLE: {
    meaning: 'The payment provider does not answer.',
    whatToDo: 'Try again in a few minutes, a mutation with the same idempotency key.',
  },
  PROVIDER_REFUSED: {
    meaning: 'The payment provider answered, and refused the request.',
    whatToDo: 'Read the message: usually the amount or the currency does not suit the provider now.',
  },
  PROVIDER_ANSWER_INVALID: {
    meaning: 'The provider’s answer does not match what was asked, so the desk does not use it.',
    whatToDo: 'Create another payment later. The desk has alarmed its staff.',
  },
  PROVIDER_PAYMENT_MISSING: {
    meaning: 'The provider does not know this payment, or it has no payment of the provider yet.',
    whatToDo: 'Nothing can be asked about it; create another payment.',
  },
  WEBHOOK_URL_REFUSED: {
    meaning: 'The desk does not send webhooks to this URL.',
    whatToDo:
      'Use https with a public host, without user name, password or fragment, on port 443 or one above 1023.',
  },
  TOO_MANY_WEBHOOK_ENDPOINTS: {
    meaning: 'There are as many enabled webhook endpoints as the desk serves.',
    whatToDo: 'Disable one that is no longer used.',
  },
  TOO_MANY_SAVED_VIEWS: {
    meaning: 'A person has as many saved views of one list as they may have.',
    whatToDo: 'Delete one that is no longer used.',
  },
  SIMULATOR_NOT_IN_USE: {
    meaning: 'Only a desk with the simulator can do this.',
    whatToDo: 'Use it on a test desk.',
  },
  INTERNAL: {
    meaning: 'Something went wrong on the desk. Whether a mutation took effect is unknown.',
    whatToDo: 'Try again later with the same idempotency key; give the desk’s operator the `X-Request-Id`.',
  },
} satisfies Record<string, ErrorDescription>;
