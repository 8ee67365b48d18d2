import type { AddressKind } from '@paydesk/types';

interface RefusedForm {
  kinds: readonly AddressKind[];
  form: RegExp;
  /** What the text is and what to do instead. */
  message: string;
}

const base58 = '[1-9A-HJ-NP-Za-km-z]';

/** Texts that people paste by mistake, with a message for each. Matched by shape after the checks have failed. */
const refusedForms: readonly RefusedForm[] = [
  {
    kinds: ['bitcoin'],
    form: new RegExp(`^((tb|bcrt)1[0-9a-z]{38,}|[mn2]${base58}{33,34})$`),
    message: 'This is a test network address.',
  },
  {
    kinds: ['litecoin'],
    form: new RegExp(`^3${base58}{32,33}$`),
    message: 'This old form looks exactly like a Bitcoin address. Use the form that starts with M or ltc1.',
  },
  {
    kinds: ['bitcoin_cash'],
    form: /^(bitcoincash:)?[zr][0-9a-z]{41,70}$/i,
    message: 'This is a token-aware address. Use the plain one, which starts with q or p.',
  },
  {
    kinds: ['cosmos', 'sei', 'injective', 'terra', 'thorchain', 'multiversx'],
    form: /^[a-z]+val(oper|cons)1/,
    message: 'This is a validator, not an account.',
  },
  { kinds: ['icon'], form: /^cx[0-9a-f]{40}$/, message: 'This is a contract, not an account.' },
  {
    kinds: ['evm'],
    form: /^[0-9a-f]{40}$/i,
    message: 'The 0x in front is missing: copy the whole address (0x and 40 hexadecimal characters).',
  },
  {
    kinds: ['starknet'],
    form: /^0x[0-9a-f]{1,63}$/i,
    message:
      'Write the address in full: 0x and 64 hexadecimal characters. A shorter one could have lost its end.',
  },
  {
    kinds: ['litecoin'],
    form: /^ltcmweb1/i,
    message: 'Private (MWEB) addresses can’t be paid. Use one that starts with L, M or ltc1.',
  },
  {
    kinds: ['zcash'],
    form: /^(zs1|zc|u1)[0-9A-Za-z]{60,}$/,
    message: 'Shielded and unified addresses can’t be paid. Use one that starts with t1 or t3.',
  },
  {
    kinds: ['xrp'],
    form: new RegExp(`^[XT]${base58}{46}$`),
    message: 'This is an X-address. Enter the address that starts with r, and its tag separately.',
  },
  {
    kinds: ['stellar'],
    form: /^M[A-Z2-7]{68}$/,
    message: 'This is a muxed address. Enter the address that starts with G, and the memo separately.',
  },
  { kinds: ['stellar'], form: /^C[A-Z2-7]{55}$/, message: 'This is a contract, not an account.' },
  {
    kinds: ['cardano'],
    form: /^stake1[0-9a-z]+$/,
    message: 'This is a staking address. Use one that starts with addr1.',
  },
  { kinds: ['cardano'], form: /^addr_test1[0-9a-z]+$/, message: 'This is a test network address.' },
  {
    kinds: ['tron'],
    form: /^(0x)?41[0-9a-f]{40}$/i,
    message: 'This is the internal form. Use the address that starts with T.',
  },
  { kinds: ['ton'], form: /^[k0]Q[0-9A-Za-z+/_-]{46}$/, message: 'This is a test network address.' },
  {
    kinds: ['polkadot'],
    form: new RegExp(`^[2-9A-HJ-NP-Za-km-z]${base58}{45,48}$`),
    message: 'This is an account in another network’s spelling. Use the Polkadot form, which starts with 1.',
  },
  { kinds: ['filecoin'], form: /^t[1-4][0-9a-z]{20,}$/, message: 'This is a test network address.' },
  {
    kinds: ['filecoin'],
    form: /^f0\d+$/,
    message: 'Short ids carry no checksum. Use the address that starts with f1, f2, f3 or f4.',
  },
  {
    kinds: ['avalanche_x'],
    form: /^[PC]-avax1/,
    message: 'This address is for another Avalanche chain. Use one that starts with X-avax1.',
  },
  { kinds: ['hedera'], form: /^0x[0-9a-f]{40}$/i, message: 'Use the account id, such as 0.0.12345.' },
];

/** The message for a text of this shape on a network of this kind; null when there is none. */
export function refusedFormMessage(kind: AddressKind, address: string): string | null {
  return refusedForms.find(({ kinds, form }) => kinds.includes(kind) && form.test(address))?.message ?? null;
}
