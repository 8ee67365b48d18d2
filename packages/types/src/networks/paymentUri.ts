import { isNativeToken } from './isNativeToken.ts';
import type { Network, PaymentUriKind } from './network.ts';
import { networkOf } from './networkOf.ts';
import { baseUnits, userUnits } from './onChainAmount.ts';

/** What a wallet needs to know to pay. Amounts in user units, as decimal strings. */
export interface PaymentRequest {
  /** The provider's network key. */
  network: string | null | undefined;
  /** Base ticker, "USDT". */
  token: string | null | undefined;
  /** Contract, mint or jetton master of a token; null for native coins. */
  contractAddress?: string | null;
  /** Places of this token on chain (the provider's `network_precision`), not its display precision. */
  decimalPlaces?: number | null;
  address: string;
  amount?: string | null;
  extraId?: string | null;
}

interface Asked extends PaymentRequest {
  known: Network;
  isNative: boolean;
  /** On-chain places; null for a token whose places are unknown. */
  places: number | null;
}

/**
 * The text of a payment QR code: the network's URI (BIP-21, EIP-681, Solana Pay, SEP-7, …) or, where wallets
 * disagree or a needed fact is missing, the bare address. A token never yields its network's native transfer.
 * Never throws.
 */
export function paymentUri(request: PaymentRequest): string {
  const address = request.address.trim();
  const known = networkOf(request.network);
  if (known === undefined || !plainCharacters.test(address)) return request.address;
  const isNative = isNativeToken(known, request.token);
  // A native coin's places are a constant of its chain; a wrong number from outside would ask for dust or a
  // fortune.
  const tokenPlaces = isWholePlaces(request.decimalPlaces) ? request.decimalPlaces : null;
  const places = isNative ? known.nativeDecimalPlaces : tokenPlaces;
  return writers[known.uriKind]({ ...request, address, known, isNative, places }) ?? address;
}

const plainCharacters = /^[0-9A-Za-z:_+/=.-]{1,200}$/;

function isWholePlaces(places: number | null | undefined): places is number {
  return typeof places === 'number' && Number.isInteger(places) && places >= 0 && places <= 40;
}

/** One writer per kind; null means "show the bare address". */
const writers: Record<PaymentUriKind, (asked: Asked) => string | null> = {
  plain: () => null,
  bip21: (asked) =>
    asked.isNative ? uri(`${asked.known.uriScheme}:${asked.address}`, { amount: inUserUnits(asked) }) : null,
  cashaddr: writeCashAddr,
  eip681: writeEip681,
  solana_pay: writeSolanaPay,
  ton: writeTon,
  sep7: writeSep7,
  monero: (asked) =>
    asked.isNative ? uri(`monero:${asked.address}`, { tx_amount: inUserUnits(asked) }) : null,
  nano: (asked) => (asked.isNative ? uri(`nano:${asked.address}`, { amount: inBaseUnits(asked) }) : null),
  cip13: (asked) =>
    asked.isNative ? uri(`web+cardano:${asked.address}`, { amount: inUserUnits(asked) }) : null,
};

/** CashAddr and Kaspa addresses may carry the scheme already: it must not be written twice. */
function writeCashAddr(asked: Asked): string | null {
  const scheme = `${asked.known.uriScheme}:`;
  const body = asked.address.toLowerCase().startsWith(scheme)
    ? asked.address.slice(scheme.length)
    : asked.address;
  // A legacy 1… or 3… address under this scheme is read differently by different wallets.
  if (!asked.isNative || !/^[qpzr][0-9a-z]{40,}$/i.test(body)) return null;
  return uri(`${scheme}${body}`, { amount: inUserUnits(asked) });
}

function writeEip681(asked: Asked): string | null {
  const { known, address, contractAddress, isNative } = asked;
  if (known.chainId === null || !evmAddress.test(address)) return null;
  if (isNative) return uri(`ethereum:${address}@${known.chainId}`, { value: inBaseUnits(asked) });
  const amount = inBaseUnits(asked);
  if (!contractAddress || !evmAddress.test(contractAddress) || amount === null) return null;
  return uri(`ethereum:${contractAddress}@${known.chainId}/transfer`, { address, uint256: amount });
}

const evmAddress = /^0x[0-9a-fA-F]{40}$/;

function writeSolanaPay(asked: Asked): string | null {
  const mint = asked.contractAddress;
  if (!asked.isNative && (!mint || !/^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(mint))) return null;
  const amount = inUserUnits(asked);
  if (!asked.isNative && amount === null) return null;
  return uri(`solana:${asked.address}`, {
    amount,
    'spl-token': asked.isNative ? null : mint,
    memo: asked.extraId,
  });
}

function writeTon(asked: Asked): string | null {
  const master = asked.contractAddress;
  const amount = inBaseUnits(asked);
  if (!asked.isNative && (!master || !plainCharacters.test(master) || amount === null)) return null;
  return uri(`ton://transfer/${asked.address}`, {
    amount,
    text: asked.extraId,
    jetton: asked.isNative ? null : master,
  });
}

function writeSep7(asked: Asked): string | null {
  // The provider's contract is the issuer alone or `CODE-ISSUER`; asset codes are case-sensitive.
  const [, code, issuer] =
    /^(?:([0-9A-Za-z]{1,12})[:-])?(G[A-Z2-7]{55})$/.exec(asked.contractAddress ?? '') ?? [];
  if (!asked.isNative && issuer === undefined) return null;
  return uri('web+stellar:pay', {
    destination: asked.address,
    amount: inUserUnits(asked),
    asset_code: asked.isNative ? null : (code ?? asked.token?.trim().toUpperCase()),
    asset_issuer: asked.isNative ? null : issuer,
    memo: asked.extraId,
    memo_type: asked.extraId ? 'MEMO_TEXT' : null,
  });
}

function inUserUnits({ amount, places }: Asked): string | null {
  return places === null ? null : userUnits(amount, places);
}

function inBaseUnits({ amount, places }: Asked): string | null {
  return places === null ? null : baseUnits(amount, places);
}

/** Appends the parameters that have a value. */
function uri(start: string, parameters: Record<string, string | null | undefined>): string {
  const query = Object.entries(parameters)
    .filter((entry): entry is [string, string] => Boolean(entry[1]))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return query.length === 0 ? start : `${start}?${query.join('&')}`;
}
