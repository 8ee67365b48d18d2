import { extraIdRule, networkOf } from '@paydesk/types';
import type { Network } from '@paydesk/types';
import { addressChecks } from './addressChecks.ts';
import { checkExtraId } from './checkExtraId.ts';
import { foreignCharacter } from './foreignCharacter.ts';
import { isBurnAddress } from './isBurnAddress.ts';
import { notAnAddress, paymentLink } from './notAddresses.ts';
import { recognizeAddress } from './addressChecks.ts';
import { refusedFormMessage } from './refusedForms.ts';
import { couldBeHexKey, secretForm } from './secretForms.ts';
import { testNetworkOf } from './testAddresses.ts';
import { tokenOfContract } from './tokenContracts.ts';

interface Destination {
  /** The provider's network key. */
  network: string | null | undefined;
  address: string;
  /** Memo, tag or comment; null or empty for none. */
  extraId?: string | null | undefined;
  /** Whether the currency can't be paid without one. */
  isExtraIdRequired?: boolean | undefined;
}

export type AddressVerdict =
  | {
      ok: true;
      /** The address in its usual spelling: the one to store, show and pay. */
      normalized: string;
    }
  | {
      ok: false;
      /** `ADDRESS_UNVERIFIABLE`: it, or its form, cannot be checked; only a person's explicit confirmation may let it pass. */
      reason: 'INVALID_ADDRESS' | 'ADDRESS_UNVERIFIABLE' | 'EXTRA_ID_REQUIRED';
      /** For people: what is wrong, naming the network that the address seems to belong to. */
      message: string;
    };

/** The longest address of any network is a Byron one of about 110 characters. */
const maximumLength = 200;

/** Long enough for a recovery phrase or a payment link, which get a message of their own. */
const maximumPastedLength = 1000;

/**
 * Whether money can be sent to an address on a network: form, checksum and memo, checked offline. Valid means
 * well-formed, not that someone holds the key. EVM chains share addresses: an address valid on one is valid on all.
 */
export function validateAddress({
  network,
  address,
  extraId,
  isExtraIdRequired,
}: Destination): AddressVerdict {
  // The rest only sees short texts, so that a long one takes no time.
  if (address.length > maximumPastedLength) return invalid('This is too long for an address.');
  const text = address.trim();
  // Checked before the network: these are refused even where addresses cannot be checked and staff may confirm them.
  const problem = whyNeverAnAddress(text);
  if (problem !== null) return invalid(problem);
  const known = networkOf(network);
  if (known === undefined || known.addressKind === 'unverifiable') {
    const name = known?.name ?? (network?.trim() || 'this network');
    if (isExtraIdRequired === true && !extraId) return extraIdMissing(network);
    return unverifiable(`Addresses of ${name} can’t be checked here.`);
  }
  const normalized = addressChecks[known.addressKind](text);
  if (normalized === null) return invalid(whyInvalid(known, text));
  if (isBurnAddress(normalized))
    return invalid('No one can spend from this address: money sent there is lost.');
  const token = tokenOfContract(normalized);
  if (token !== null)
    return invalid(`This is the contract of ${token}, not anyone’s wallet: money sent there is lost.`);
  const verdict = destinationWithExtraId(known, normalized, extraId, isExtraIdRequired);
  const usualForm = usualFormOf(known, text, normalized);
  if (!verdict.ok || usualForm === null) return verdict;
  return unverifiable(
    `This form of a ${known.name} address has no checksum, so a wrong character would go unnoticed. Enter the usual form (${usualForm}).`,
  );
}

/**
 * The usual form of an account whose address is written in a form without a checksum although it has one with:
 * TON's raw form, and Ethereum's addresses in one case. Null for all other addresses. An account that has no
 * form with a checksum at all (Solana, Sui …) has no better form to ask for.
 */
function usualFormOf(
  { addressKind, addressShape }: Network,
  text: string,
  normalized: string,
): string | null {
  if (addressKind === 'ton' && text.includes(':')) return addressShape;
  // Of mixed case only the checksum itself is valid.
  return addressKind === 'evm' && text !== normalized
    ? 'with capital and small letters, as wallets show it'
    : null;
}

function destinationWithExtraId(
  network: Network,
  normalized: string,
  extraId: string | null | undefined,
  isRequired = false,
): AddressVerdict {
  if (!extraId) return isRequired ? extraIdMissing(network.key) : { ok: true, normalized };
  const verdict = checkExtraId(network.key, extraId);
  return verdict.ok ? { ok: true, normalized } : invalid(verdict.message);
}

function extraIdMissing(network: string | null | undefined): AddressVerdict {
  const name = extraIdRule(network)?.name.toLowerCase() ?? 'memo';
  const message = `A ${name} is needed: without it the receiver can’t tell whose money it is.`;
  return { ok: false, reason: 'EXTRA_ID_REQUIRED', message };
}

function unverifiable(message: string): AddressVerdict {
  return { ok: false, reason: 'ADDRESS_UNVERIFIABLE', message };
}

function invalid(message: string): AddressVerdict {
  return { ok: false, reason: 'INVALID_ADDRESS', message };
}

/**
 * What is wrong with a text on any network, from the most dangerous mistake on; null when it could be an
 * address somewhere.
 */
function whyNeverAnAddress(text: string): string | null {
  if (text === '') return 'An address is needed.';
  const secret = secretForm(text);
  if (secret !== null) return `This looks like ${secret}. Never share it; enter the address.`;
  if (text.length > maximumLength) return 'This is too long for an address.';
  const foreign = foreignCharacter(text);
  return foreign === null
    ? null
    : `The address contains blanks or characters that no address has. ${foreign}`;
}

function whyInvalid(network: Network, text: string): string {
  return (
    whyElsewhere(network, text) ??
    refusedFormMessage(network.addressKind, text) ??
    whyLink(network, text) ??
    notAnAddress(text) ??
    `This is not a valid ${network.name} address (${network.addressShape}). Check every character.`
  );
}

/** The other network that an address belongs to. */
function whyElsewhere(network: Network, text: string): string | null {
  const homes = recognizeAddress(text);
  if (couldBeHexKey(text) && keysAreHex.has(network.addressKind)) {
    const home = homes.length > 0 ? `, or ${withArticle(homes.join(' or '))} address` : '';
    return `This looks like a private key or a transaction hash${home}, not ${withArticle(network.name)} address. Never share a private key.`;
  }
  if (homes.length > 0)
    return `This is ${withArticle(homes.join(' or '))} address, not ${withArticle(network.name)} one.`;
  const testNetwork = testNetworkOf(text);
  if (testNetwork === null) return null;
  return `This is a test network address${testNetwork.includes(network.name) ? '' : ` (${testNetwork})`}: real money sent there is lost.`;
}

/** Chains on which 32 bytes in hex are most often a private key. */
const keysAreHex: ReadonlySet<Network['addressKind']> = new Set([
  'evm',
  'tron',
  'xrp',
  'bitcoin',
  'solana',
  'ton',
  'monero',
  'nano',
  'cosmos',
  'injective',
  'sei',
  'icon',
  'filecoin',
  'stacks',
  'zilliqa',
]);

function whyLink(network: Network, text: string): string | null {
  const link = paymentLink(text);
  if (link === null || network.addressKind === 'unverifiable') return null;
  const check = addressChecks[network.addressKind];
  const inside = check(link.address) ?? check(`${link.scheme}:${link.address}`);
  // Of a token payment the first address is the contract, not the receiver.
  if (inside === null || text.includes('/transfer?'))
    return 'This is a payment link or has a scheme in front. Enter the receiver’s address alone.';
  return `This is a payment link. Enter the address alone, its amount and memo in their own fields: ${inside}`;
}

function withArticle(name: string): string {
  return /^([AEIO]|XRP)/.test(name) ? `an ${name}` : `a ${name}`;
}
