import type { Network, PaymentUriKind } from './network.ts';
import { baseUnits, userUnits } from './onChainAmount.ts';
import { isNativeToken, networkOf } from './registry.ts';

/** What a wallet needs to pay. Amounts in user units, as decimal strings. */
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

interface ResolvedRequest extends PaymentRequest {
  known: Network;
  isNative: boolean;
  /** On-chain places; null for a token whose places are unknown. */
  places: number | null;
}

/**
 * The text of a payment QR code: the network's URI (BIP-21, EIP-681, Solana Pay, SEP-7, …) or, where wallets
 * disagree or a fact is missing, the bare address. For a token it is never a transfer of the native coin.
 * Never throws.
 */
export function paymentUri(request: PaymentRequest): string {
  const address = request.address.trim();
  const known = networkOf(request.network);
  if (known === undefined || !plainCharacters.test(address)) return request.address;
  const isNative = isNativeToken(known, request.token);
  // A native coin's places are fixed by its chain; a wrong number from outside would request a wrong amount.
  const tokenPlaces = isWholePlaces(request.decimalPlaces) ? request.decimalPlaces : null;
  const places = isNative ? known.nativeDecimalPlaces : tokenPlaces;
  return writers[known.uriKind]({ ...request, address, known, isNative, places }) ?? address;
}

const plainCharacters = /^[0-9A-Za-z:_+/=.-]{1,200}$/;

function isWholePlaces(places: number | null | undefined): places is number {
  return typeof places === 'number' && Number.isInteger(places) && places >= 0 && places <= 40;
}

/** One writer per kind; null means "show the bare address". */
const writers: Record<PaymentUriKind, (request: ResolvedRequest) => string | null> = {
  plain: () => null,
  bip21: (request) =>
    request.isNative
      ? uri(`${request.known.uriScheme}:${request.address}`, { amount: inUserUnits(request) })
      : null,
  cashaddr: writeCashAddr,
  eip681: writeEip681,
  solana_pay: writeSolanaPay,
  ton: writeTon,
  sep7: writeSep7,
  monero: (request) =>
    request.isNative ? uri(`monero:${request.address}`, { tx_amount: inUserUnits(request) }) : null,
  nano: (request) =>
    request.isNative ? uri(`nano:${request.address}`, { amount: inBaseUnits(request) }) : null,
  cip13: (request) =>
    request.isNative ? uri(`web+cardano:${request.address}`, { amount: inUserUnits(request) }) : null,
};

/** CashAddr and Kaspa addresses may carry the scheme already: it must not be written twice. */
function writeCashAddr(request: ResolvedRequest): string | null {
  const scheme = `${request.known.uriScheme}:`;
  const body = request.address.toLowerCase().startsWith(scheme)
    ? request.address.slice(scheme.length)
    : request.address;
  // A legacy 1… or 3… address under this scheme is read differently by different wallets.
  if (!request.isNative || !/^[qpzr][0-9a-z]{40,}$/i.test(body)) return null;
  return uri(`${scheme}${body}`, { amount: inUserUnits(request) });
}

function writeEip681(request: ResolvedRequest): string | null {
  const { known, address, contractAddress, isNative } = request;
  if (known.chainId === null || !evmAddress.test(address)) return null;
  if (isNative) return uri(`ethereum:${address}@${known.chainId}`, { value: inBaseUnits(request) });
  const amount = inBaseUnits(request);
  if (!contractAddress || !evmAddress.test(contractAddress) || amount === null) return null;
  return uri(`ethereum:${contractAddress}@${known.chainId}/transfer`, { address, uint256: amount });
}

const evmAddress = /^0x[0-9a-fA-F]{40}$/;

function writeSolanaPay(request: ResolvedRequest): string | null {
  const mint = request.contractAddress;
  if (!request.isNative && (!mint || !/^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(mint))) return null;
  const amount = inUserUnits(request);
  if (!request.isNative && amount === null) return null;
  return uri(`solana:${request.address}`, {
    amount,
    'spl-token': request.isNative ? null : mint,
    memo: request.extraId,
  });
}

function writeTon(request: ResolvedRequest): string | null {
  const master = request.contractAddress;
  const amount = inBaseUnits(request);
  if (!request.isNative && (!master || !plainCharacters.test(master) || amount === null)) return null;
  return uri(`ton://transfer/${request.address}`, {
    amount,
    text: request.extraId,
    jetton: request.isNative ? null : master,
  });
}

function writeSep7(request: ResolvedRequest): string | null {
  // The provider's contract is the issuer alone or `CODE-ISSUER`; asset codes are case-sensitive.
  const [, code, issuer] =
    /^(?:([0-9A-Za-z]{1,12})[:-])?(G[A-Z2-7]{55})$/.exec(request.contractAddress ?? '') ?? [];
  if (!request.isNative && issuer === undefined) return null;
  return uri('web+stellar:pay', {
    destination: request.address,
    amount: inUserUnits(request),
    asset_code: request.isNative ? null : (code ?? request.token?.trim().toUpperCase()),
    asset_issuer: request.isNative ? null : issuer,
    memo: request.extraId,
    memo_type: request.extraId ? 'MEMO_TEXT' : null,
  });
}

function inUserUnits({ amount, places }: ResolvedRequest): string | null {
  return places === null ? null : userUnits(amount, places);
}

function inBaseUnits({ amount, places }: ResolvedRequest): string | null {
  return places === null ? null : baseUnits(amount, places);
}

/** Appends the parameters that have a value. */
function uri(start: string, parameters: Record<string, string | null | undefined>): string {
  const query = Object.entries(parameters)
    .filter((entry): entry is [string, string] => Boolean(entry[1]))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return query.length === 0 ? start : `${start}?${query.join('&')}`;
}
