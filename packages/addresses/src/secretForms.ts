/** Secrets: whoever reads them can take the money. Checked first, on every network; no message repeats the text. */
const base58 = '[1-9A-HJ-NP-Za-km-z]';

const secretForms: readonly [what: string, form: RegExp][] = [
  ['a recovery phrase', /^([a-z]{3,10}[ ,;\n]+){11,24}[a-z]{3,10}$/],
  ['a private key', new RegExp(`^[5KLQTX67c9]${base58}{50,51}$`)],
  ['an extended private key', new RegExp(`^([xyztuvYZUV]prv|dgpv|Ltpv|drkp)${base58}{100,120}$`)],
  ['a secret seed', new RegExp(`^s(Ed)?${base58}{27,30}$`)],
  ['a secret key', /^S[A-Z2-7]{55}$/],
  ['a secret key', new RegExp(`^ed25519:${base58}{80,90}$`)],
  ['a secret key', new RegExp(`^(edsk|spsk|p2sk|edesk)${base58}{50,100}$`)],
  ['a secret key', /^(suiprivkey1|nsec1|secret-token:|ed25519-priv-0x|secp256k1-priv-0x|PVT_(K1|R1)_)/],
  ['a secret key', /^(addr|root|acct|stake)_(x|s)?sk1|^xprv1/],
  ['an encrypted private key', new RegExp(`^6P${base58}{56}$`)],
];

/** The kind of secret that a text looks like, for a message; null when it is none. A mistyped key counts too. */
export function secretForm(text: string): string | null {
  return secretForms.find(([, form]) => form.test(text))?.[0] ?? null;
}

/** 32 bytes in hex: a private key on most chains, but also a hash or an account of another chain. */
export function couldBeHexKey(text: string): boolean {
  return /^(0x)?[0-9a-f]{64}$/i.test(text);
}
