import { networkOf } from '@paydesk/types';
import type { AddressKind } from '@paydesk/types';

/** An address that the user has used, with any further fields that the caller needs back. */
export interface KnownAddress {
  address: string;
}

export interface LookAlike<Known extends KnownAddress> {
  /** The address that the candidate could be mistaken for. */
  known: Known;
  /** How many characters agree at the start (after the network's common prefix) and at the end. */
  leading: number;
  trailing: number;
  /** For people: what the two have in common. */
  message: string;
}

/**
 * How many characters must agree at the start and at the end for an alert. People compare the first and last few
 * characters of an address, and wallets show no more; attackers generate addresses that agree there
 * ("address poisoning") and hope to be copied from a history. Published attacks agree in 3 to 6 characters in
 * front and 4 to 6 behind. The smallest such pair, 3 and 4, agrees by chance once in 16^7 = 268 million pairs
 * of hexadecimal addresses and far more rarely in others.
 */
export const lookAlikeThresholds = {
  leading: 3,
  trailing: 4,
  /** Agreement at one end only: by chance once in 16^8 = 4 billion pairs. */
  oneEnd: 8,
  /** The most single changes (replaced, missing, added characters) between the two: a typo, or a disguise as one. */
  edits: 4,
} as const;

/**
 * Whether an address could be mistaken for a different one that the user has used before: the check for address
 * poisoning. Addresses should be normalized (`validateAddress`); one that is the same as a known address never gives an
 * alert, and of several look-alikes the one with the most characters in common is returned. Pure; the network decides
 * whether case counts and which prefix is ignored. Callers pass the addresses of one user, tens rather than thousands.
 */
export function findLookAlike<Known extends KnownAddress>(
  candidate: string,
  knownAddresses: readonly Known[],
  network: string | null | undefined,
): LookAlike<Known> | null {
  const kind = networkOf(network)?.addressKind;
  const own = distinctivePart(candidate, kind);
  const others = knownAddresses.map(({ address }) => distinctivePart(address, kind));
  if (others.some((other) => account(other, kind) === account(own, kind))) return null;
  let best: LookAlike<Known> | null = null;
  for (const [index, known] of knownAddresses.entries()) {
    const found = compare(own, others[index] as string);
    if (found !== null && (best === null || found.leading + found.trailing > best.leading + best.trailing))
      best = { known, ...found };
  }
  return best;
}

function compare(own: string, other: string): Omit<LookAlike<KnownAddress>, 'known'> | null {
  const leading = agreeing(own, other, (text, index) => text[index]);
  const trailing = agreeing(own, other, (text, index) => text.at(-1 - index));
  const { leading: fewestLeading, trailing: fewestTrailing, oneEnd, edits } = lookAlikeThresholds;
  const isFramed = leading >= fewestLeading && trailing >= fewestTrailing;
  if (isFramed || leading >= oneEnd || trailing >= oneEnd) {
    return {
      leading,
      trailing,
      message: `Its ${ends(leading, trailing)} are those of another address that was used before. The rest differs: compare every character.`,
    };
  }
  if (!isWithinEdits(own, other, edits)) return null;
  return {
    leading,
    trailing,
    message:
      'It differs in only a few characters from another address that was used before. Compare every character.',
  };
}

function ends(leading: number, trailing: number): string {
  if (leading < lookAlikeThresholds.leading) return `last ${trailing} characters`;
  if (trailing < lookAlikeThresholds.trailing) return `first ${leading} characters`;
  return `first ${leading} and last ${trailing} characters`;
}

function agreeing(
  own: string,
  other: string,
  at: (text: string, index: number) => string | undefined,
): number {
  const shortest = Math.min(own.length, other.length);
  let count = 0;
  while (count < shortest && at(own, count) === at(other, count)) count++;
  return count;
}

/** Written in one case only, or case-insensitive: two spellings are one address. */
const caseInsensitive: ReadonlySet<AddressKind> = new Set([
  'evm',
  'bitcoin_cash',
  'kaspa',
  'cosmos',
  'injective',
  'sei',
  'terra',
  'thorchain',
  'zilliqa',
  'multiversx',
  'bnb_beacon',
  'avalanche_x',
  'near',
  'filecoin',
  'nano',
  'sui',
  'aptos',
  'icon',
  'starknet',
  'stellar',
  'algorand',
  'stacks',
  'hedera',
]);

/**
 * The common prefix of a network's addresses (or of one kind of them); NEAR's names have a common suffix instead. Only
 * what never differs: a first letter out of two or three does distinguish addresses, and people see it.
 */
const prefixes: Partial<Record<AddressKind, RegExp>> = {
  bitcoin: /^(bc1[qp]|[13])/i,
  litecoin: /^(ltc1[qp]|[LM])/,
  bitcoin_gold: /^(btg1q|[GA])/,
  digibyte: /^(dgb1[qp]|[DS])/,
  qtum: /^(qc1[qp]|[QM])/,
  bitcoin_cash: /^(bitcoincash:)?[qp]/,
  dogecoin: /^D/,
  dash: /^[X7]/,
  zcash: /^t[13]/,
  ravencoin: /^[Rr]/,
  horizen: /^zn?/,
  decred: /^D[sc]/,
  monero: /^[48]/,
  evm: /^0x/,
  tron: /^T/,
  ton: /^([EU][Qf]|(0|-1):)/,
  xrp: /^r/,
  stellar: /^g/,
  cardano: /^(addr1[a-z0-9]|Ae2tdPwUPE|DdzFFzCqr)/,
  polkadot: /^1/,
  cosmos: /^cosmos1/,
  injective: /^inj1/,
  sei: /^sei1/,
  terra: /^terra1/,
  thorchain: /^thor1/,
  zilliqa: /^zil1/,
  multiversx: /^erd1(qqqqqqqqqqqqqpgq)?/,
  bnb_beacon: /^bnb1/,
  avalanche_x: /^x-avax1/,
  near: /\.(near|tg)$/,
  tezos: /^(tz[1-4]|KT1)/,
  hedera: /^0\.0\./,
  filecoin: /^f(410f|[123])/,
  nano: /^(nano|xrb)_/,
  sui: /^0x/,
  aptos: /^0x/,
  starknet: /^0x0?/,
  kaspa: /^kaspa:q?/,
  icon: /^hx/,
  waves: /^3P/,
  stacks: /^s[pm]/,
};

function distinctivePart(address: string, kind: AddressKind | undefined): string {
  const text = address.trim();
  // Segregated-witness and Shelley addresses are case-insensitive too, on networks where others are not.
  const folded =
    (kind !== undefined && caseInsensitive.has(kind)) || /^(bc1|ltc1|btg1|dgb1|qc1|addr1)/i.test(text)
      ? text.toLowerCase()
      : text;
  const prefix = kind === undefined ? undefined : prefixes[kind];
  return prefix === undefined ? folded : folded.replace(prefix, '');
}

/**
 * The part that identifies the account, so that two spellings of it compare equal. TON has two spellings of each
 * account, which differ in flag and checksum.
 */
function account(distinctive: string, kind: AddressKind | undefined): string {
  return kind === 'ton' && distinctive.length === tonCharacters
    ? distinctive.slice(0, tonAccountCharacters)
    : distinctive;
}

/** After the flag: 43 characters of the account alone, then three with its end and the checksum. */
const tonCharacters = 46;
const tonAccountCharacters = 43;

/**
 * Whether at most this many single changes lead from one text to the other (Levenshtein distance). A back-test calls
 * this millions of times, so only the diagonal band that can matter is computed, in two alternating rows.
 */
function isWithinEdits(own: string, other: string, most: number): boolean {
  if (Math.abs(own.length - other.length) > most) return false;
  // Short names (NEAR, Hedera ids) differ in few characters anyway, so fewer edits count as a look-alike.
  const allowed = Math.min(most, Math.floor(Math.min(own.length, other.length) / 6));
  const far = most + 1;
  let above = new Uint8Array(other.length + 1);
  let current = new Uint8Array(other.length + 1);
  for (let column = 0; column <= most && column <= other.length; column++) above[column] = column;
  for (let row = 1; row <= own.length; row++) {
    const from = Math.max(1, row - most);
    const to = Math.min(other.length, row + most);
    let least = from === 1 ? Math.min(row, far) : far;
    current[from - 1] = least;
    for (let column = from; column <= to; column++) {
      const replaced =
        (above[column - 1] ?? far) + (own.charCodeAt(row - 1) === other.charCodeAt(column - 1) ? 0 : 1);
      const lost = column === row + most ? far : (above[column] ?? far) + 1;
      const edits = Math.min(replaced, lost, (current[column - 1] ?? far) + 1, far);
      current[column] = edits;
      least = Math.min(least, edits);
    }
    if (least > most) return false;
    [above, current] = [current, above];
  }
  return (above[other.length] ?? far) <= allowed;
}
