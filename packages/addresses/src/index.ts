/**
 * Checks of wallet addresses and memos, offline and by network, and the search for look-alikes. Used by the server
 * when a withdrawal is requested and reviewed.
 */
export { canonicalAddress, isSameAccount } from './canonicalAddress.ts';
export { findLookAlike, type KnownAddress, type LookAlike, lookAlikeThresholds } from './lookAlike.ts';
export { type AddressVerdict, validateAddress } from './validateAddress.ts';
