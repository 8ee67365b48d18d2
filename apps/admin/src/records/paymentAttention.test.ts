import { expect, test } from 'vitest';
import { attentionDetails } from './paymentAttention.ts';

test('a flag is described in plain words, with what to do', () => {
  expect(attentionDetails('amount_shrank')).toMatchObject({
    name: 'Amount became smaller',
    todo: expect.stringContaining('take the flag off'),
  });
});

test("an unknown status keeps the provider's own word", () => {
  expect(attentionDetails('unknown_status: on_hold').name).toBe('Unknown provider status: on_hold');
});

test('a flag that this app does not know is still readable', () => {
  expect(attentionDetails('some_new_flag').what).toBe('The desk marked this payment: some new flag.');
});
