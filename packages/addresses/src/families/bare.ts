import { base58 } from '@scure/base';
import { decoded } from '../addressCheck.ts';
import type { AddressCheck } from '../addressCheck.ts';

/*
 * Addresses without any checksum: only their form can be checked, so one wrong character may pass. Interfaces should
 * ask for a second look at these.
 */

/** Solana: 32 bytes in base58. */
export const solana: AddressCheck = (address) =>
  /^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(address) && decoded(() => base58.decode(address))?.length === 32
    ? address
    : null;

/** Sui: 32 bytes in hex. */
export const sui: AddressCheck = (address) =>
  /^0x[0-9a-fA-F]{64}$/.test(address) ? address.toLowerCase() : null;

/** Aptos: the long form only (AIP-40); the short forms belong to system accounts. */
export const aptos: AddressCheck = sui;

/**
 * Starknet: a field element below 2^251, in full (`0x0…`, 64 digits) or without its first zero (63 digits).
 * Wallets may leave out more zeros; those are refused, for a shorter one could as well have lost its end.
 */
export const starknet: AddressCheck = (address) => {
  if (!/^0x(0[0-7][0-9a-f]{62}|[1-7][0-9a-f]{62})$/i.test(address)) return null;
  return `0x${address.slice(2).toLowerCase().padStart(64, '0')}`;
};

/** ICON: accounts only, not contracts (`cx…`). */
export const icon: AddressCheck = (address) => (/^hx[0-9a-f]{40}$/.test(address) ? address : null);

/**
 * NEAR: an implicit account (64 hex digits) or a name under `.near` or `.tg`. Other top-level names exist,
 * but any lower-case word would be one: too easily another chain's address.
 */
export const near: AddressCheck = (address) => {
  if (/^[0-9a-f]{64}$/.test(address)) return address;
  const isName = address.length <= 64 && /^(([a-z\d]+[-_])*[a-z\d]+\.)+(near|tg)$/.test(address);
  return isName ? address : null;
};
