import { expect, test } from 'vitest';
import { createApiKey } from '../../src/apiKeys/createApiKey.ts';
import { systemActor } from '../../src/base/actor.ts';
import { addStaff } from '../../src/staff/addStaff.ts';
import { testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
const shell = systemActor('command line');

test('a key and an account of the command line are made by the features, and audited as such', async () => {
  const { apiKey } = await createApiKey(desk, shell, { name: 'shop', scopes: ['transactions.bonus'] });
  const { staff } = await addStaff(desk, shell, { email: 'Ann@desk.test', name: 'Ann', role: 'admin' });
  expect(
    await desk.knex('audit_log').whereIn('action', ['apiKeys.create', 'staff.create']).orderBy('created_at'),
  ).toMatchObject([
    { actor_kind: 'system', actor_name: 'command line', subject_id: apiKey.id },
    { actor_kind: 'system', actor_name: 'command line', subject_id: staff.id, after: { role: 'admin' } },
  ]);
  // The defaults of the feature: a year, and limits for a bonus.
  expect(apiKey.expiresAt).not.toBeNull();
  expect(apiKey.limits).toMatchObject({ 'transactions.bonus': { callUsd: '1000.00' } });
});
