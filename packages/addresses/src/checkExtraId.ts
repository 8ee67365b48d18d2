import { extraIdLooksValid, extraIdRule, networkOf } from '@paydesk/types';
import type { ExtraIdRule } from '@paydesk/types';
import { addressChecks } from './addressChecks.ts';
import { foreignCharacter } from './foreignCharacter.ts';
import { secretForm } from './secretForms.ts';

export type ExtraIdVerdict =
  | {
      ok: true;
      /** The kind of memo; Stellar has three, recognized by their form. */
      kind: ExtraIdRule['kind'] | 'memo_id' | 'memo_hash';
    }
  | { ok: false; message: string };

/**
 * Whether a memo, tag or comment is valid on a network. Whether one is required depends on the currency. Networks are
 * those of the provider; an unknown one counts as having none.
 */
export function checkExtraId(network: string | null | undefined, extraId: string): ExtraIdVerdict {
  const known = networkOf(network);
  const rule = extraIdRule(network);
  if (rule === null) return invalid(`${known?.name ?? 'This network'} has no memo or tag: leave it empty.`);
  const name = rule.name.toLowerCase();
  if (extraId.trim() === '') return invalid(`The ${name} is blank.`);
  const secret = secretForm(extraId.trim());
  if (secret !== null) return invalid(`This looks like ${secret}, not a ${name}. Never share it.`);
  if (extraId !== extraId.trim())
    return invalid(`The ${name} begins or ends with a blank. It must be exactly what the receiver gave.`);
  const foreign = foreignCharacter(extraId.replaceAll(' ', '_'));
  if (foreign !== null) return invalid(`The ${name} can’t be carried as it is. ${foreign}`);
  if (
    known !== undefined &&
    known.addressKind !== 'unverifiable' &&
    extraId.length <= 120 &&
    addressChecks[known.addressKind](extraId) !== null
  ) {
    return invalid(`This is ${known.name}’s form of an address, not a ${name}.`);
  }
  if (known?.addressKind === 'stellar' && /^[0-9a-f]{64}$/i.test(extraId))
    return { ok: true, kind: 'memo_hash' };
  if (!extraIdLooksValid(rule, extraId))
    return invalid(`The ${name} must be ${rule.form}.${leadingZeroHint(rule, extraId)}`);
  const isId =
    known?.addressKind === 'stellar' && /^(0|[1-9]\d*)$/.test(extraId) && BigInt(extraId) < 2n ** 64n;
  return { ok: true, kind: isId ? 'memo_id' : rule.kind };
}

function invalid(message: string): ExtraIdVerdict {
  return { ok: false, message };
}

function leadingZeroHint(rule: ExtraIdRule, extraId: string): string {
  return rule.maximum !== null && /^0\d+$/.test(extraId) ? ' Leave out the leading zeros.' : '';
}
