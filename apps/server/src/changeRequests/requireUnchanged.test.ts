import type { ChangeFact } from '@paydesk/types';
import { expect, test } from 'vitest';
import { ChangeRequest } from '../models/ChangeRequest.ts';
import { requireUnchanged } from './requireUnchanged.ts';

const FEE: ChangeFact = { label: 'Network fee USD', before: '1.00', after: '2.00' };
const NAME: ChangeFact = { label: 'Name', before: 'Tether', after: 'Tether USD' };
const SHOWN = { summary: 'Change the currency', facts: [FEE, NAME], amountUsd: '20.00' };

/** Why a request that was shown with `seen` is not applied as `now`; null: it is. */
function refusal(seen: Partial<typeof SHOWN>, now: Partial<typeof SHOWN>): string | null {
  const request = Object.assign(new ChangeRequest(), { ...SHOWN, ...seen });
  try {
    requireUnchanged(request, { ...SHOWN, ...now });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

test('what is as it was shown is applied, in any order and with any number of zeros', () => {
  expect(refusal({}, {})).toBeNull();
  const empty = { label: 'Symbol', before: null, after: null };
  expect(refusal({ amountUsd: '20' }, { facts: [NAME, empty, FEE] })).toBeNull();
});

test('a value that was changed since is named, whether before or after', () => {
  expect(refusal({}, { facts: [{ ...FEE, before: '7.00' }, NAME] })).toContain(
    'Network fee USD was 1.00 and is 7.00 now',
  );
  expect(refusal({}, { facts: [{ ...FEE, after: '3.00' }, NAME] })).toContain(
    'Network fee USD was 2.00 and is 3.00 now',
  );
});

test('so is one that is there no more, or was not there', () => {
  expect(refusal({}, { facts: [FEE] })).toContain('Name was Tether and is Tether USD now');
  expect(refusal({ facts: [FEE] }, {})).toContain('Name was Tether USD and is Tether now');
});

test('another amount, or one where there was none, is not what was agreed to', () => {
  expect(refusal({}, { amountUsd: '20.01' })).toContain('the amount was 20.00 USD and is 20.01 USD now');
  const request = Object.assign(new ChangeRequest(), { ...SHOWN, amountUsd: null });
  expect(() => requireUnchanged(request, SHOWN)).toThrow('the amount was');
  const { amountUsd: _amountUsd, ...without } = SHOWN;
  expect(() => requireUnchanged(Object.assign(new ChangeRequest(), SHOWN), without)).toThrow(
    'the amount was',
  );
  expect(() => requireUnchanged(request, without)).not.toThrow();
});

test('nor is another sentence', () => {
  expect(refusal({}, { summary: 'Change another currency' })).toContain(
    '“Change the currency” is “Change another currency” now',
  );
});
