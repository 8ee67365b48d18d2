/**
 * The header in which the door tells the address of the caller, for rate limits and the list of sessions. The
 * door must set it on every request to `auth.handler`, over whatever the caller sent under that name.
 */
export const CLIENT_ADDRESS_HEADER = 'x-paydesk-client-address';
