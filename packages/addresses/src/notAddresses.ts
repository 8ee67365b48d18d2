/** Other texts that people paste instead of an address: a message for them, or null when it is none of these. */
export function notAnAddress(text: string): string | null {
  return forms.find(([form]) => form.test(text))?.[1] ?? null;
}

const useAddress = 'Enter the address itself.';

const forms: readonly [form: RegExp, message: string][] = [
  [/^https?:\/\//i, `This is a web link. ${useAddress}`],
  [
    /^[^@\s]+@[^@\s]+\.[^@\s.]+$/,
    'This is an e-mail address. Payments inside an exchange can’t be made from here: enter the deposit address that the exchange shows.',
  ],
  [
    /^\+?\d{5,12}$/,
    'This looks like the account number of an exchange or app, or a phone number. Enter the deposit address that it shows.',
  ],
  [
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    'This looks like an account id of an exchange or app. Enter the deposit address that it shows.',
  ],
  [/^(ln(bc|tb)\d|lnurl1)/i, 'Lightning invoices can’t be paid. Enter an on-chain address.'],
  [
    /^([xyztuvYZUV]pub|dgub|Ltub|drkv|drkp)[1-9A-HJ-NP-Za-km-z]{100,120}$/,
    'This is an extended public key: it would show all your addresses. Enter one address.',
  ],
  [/^eip155:\d+:0x/i, `This is an address with the chain’s name in front. ${useAddress}`],
  [/^[@$][\w.-]+$/, `This is a name or handle. Names can change hands. ${useAddress}`],
  [
    /^[\w-]+(\.[\w-]+)*\.(eth|sol|crypto|nft|wallet|x|bnb|bitcoin|dao|888|zil|ada|ton|trx|base\.eth|stx|btc|algo|apt|sui)$/i,
    `This is a name. Names can change hands. ${useAddress}`,
  ],
];

/**
 * Scheme and first part of a payment link such as `bitcoin:1A1z…?amount=1`; null for anything else. `kaspa:`
 * and `bitcoincash:` are parts of addresses: with them only a query makes a link.
 */
export function paymentLink(text: string): { scheme: string; address: string } | null {
  const [, scheme, address] =
    /^([a-z][a-z0-9+.-]{1,20}):(?:\/\/)?(?:transfer\/|pay\?destination=|pay-)?([^?&@/#]+)/i.exec(text) ?? [];
  if (scheme === undefined || address === undefined || /^https?$/i.test(scheme)) return null;
  const isAddressPrefix = /^(kaspa|bitcoincash)$/i.test(scheme) && !text.includes('?');
  return isAddressPrefix ? null : { scheme, address };
}
