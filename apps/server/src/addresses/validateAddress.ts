import { extraIdLooksValid, extraIdRule, networkOf } from '@paydesk/types';
import type { Network } from '@paydesk/types';
import { addressChecks } from './addressChecks.ts';
import { isBurnAddress } from './isBurnAddress.ts';
import { recognizeAddress } from './recognizeAddress.ts';
import { refusedFormMessage } from './refusedForms.ts';

interface Destination {
  /** The provider's network key. */
  network: string | null | undefined;
  address: string;
  /** Memo, tag or comment; null or empty for none. */
  extraId?: string | null | undefined;
}

export type AddressVerdict =
  | {
      ok: true;
      /** The address in its usual spelling: the one to store, show and pay. */
      normalized: string;
    }
  | {
      ok: false;
      /** `ADDRESS_UNVERIFIABLE`: nobody here can tell; only a person's explicit word may let it pass. */
      reason: 'INVALID_ADDRESS' | 'ADDRESS_UNVERIFIABLE';
      /** For people: what is wrong, naming the network that the address seems to belong to. */
      message: string;
    };

/** Longest address of any network is a Byron one of some 110 characters. */
const maximumLength = 200;

/**
 * Whether money can be sent to an address on a network: form, checksum and memo, without asking anyone. A pass means
 * "well-formed here", never "someone holds the key". EVM chains share addresses, so a pass on one is a pass on all.
 */
export function validateAddress({ network, address, extraId }: Destination): AddressVerdict {
  const known = networkOf(network);
  if (known === undefined || known.addressKind === 'unverifiable') {
    const name = known?.name ?? (network?.trim() || 'this network');
    return { ok: false, reason: 'ADDRESS_UNVERIFIABLE', message: `Addresses of ${name} can’t be checked here.` };
  }
  const text = address.trim();
  const normalized = isPlainText(text) ? addressChecks[known.addressKind](text) : null;
  if (normalized === null) return invalid(whyInvalid(known, text));
  if (isBurnAddress(normalized)) return invalid('Nobody can spend from this address: money sent there is lost.');
  const extraIdMistake = extraId ? whyExtraIdInvalid(known, extraId) : null;
  return extraIdMistake === null ? { ok: true, normalized } : invalid(extraIdMistake);
}

function invalid(message: string): AddressVerdict {
  return { ok: false, reason: 'INVALID_ADDRESS', message };
}

function isPlainText(text: string): boolean {
  return text.length > 0 && text.length <= maximumLength && /^[\x21-\x7e]+$/.test(text);
}

function whyInvalid(network: Network, text: string): string {
  if (text === '') return 'An address is needed.';
  if (text.length > maximumLength) return 'This is too long for an address.';
  if (!isPlainText(text)) return 'The address contains blanks or characters that no address has.';
  const homes = recognizeAddress(text);
  if (homes.length > 0) return `This is ${withArticle(homes.join(' or '))} address, not ${withArticle(network.name)} one.`;
  return refusedFormMessage(network.addressKind, text) ?? `This is not a valid ${network.name} address (${network.addressShape}). Check every character.`;
}

function withArticle(name: string): string {
  return /^([AEIO]|XRP)/.test(name) ? `an ${name}` : `a ${name}`;
}

function whyExtraIdInvalid(network: Network, extraId: string): string | null {
  const rule = extraIdRule(network.key);
  if (rule === null) return `${network.name} has no memo or tag: leave it empty.`;
  return extraIdLooksValid(rule, extraId) ? null : `The ${rule.name.toLowerCase()} must be ${rule.form}.`;
}
