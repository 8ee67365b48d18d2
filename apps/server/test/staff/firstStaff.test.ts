import { expect, test } from 'vitest';
import { Staff } from '../../src/models/Staff.ts';
import { StaffInvite } from '../../src/models/StaffInvite.ts';
import { ensureFirstStaff } from '../../src/staff/ensureFirstStaff.ts';
import { SECRET, testSettings } from '../support/testDesk.ts';
import { testDatabase } from '../support/testDatabase.ts';

const { knex } = await testDatabase();

test('with a real provider the first account is made at once if the operator has set its password', async () => {
  const settings = testSettings({
    PAYDESK_SECRET: SECRET,
    NOWPAYMENTS_API_KEY: 'key',
    NOWPAYMENTS_IPN_SECRET: 'secret',
    PAYDESK_STAFF_EMAIL: 'ops@example.com',
    PAYDESK_STAFF_PASSWORD: 'chosen by the operator',
  });
  const found = { email: 'ops@example.com', password: null, invitation: null };
  expect(await ensureFirstStaff(settings, knex)).toEqual(found);
  expect(await Staff.query().findOne({ email: 'ops@example.com' })).toMatchObject({ role: 'admin' });
  expect(await ensureFirstStaff(settings, knex)).toEqual(found);
  expect(await StaffInvite.query().resultSize()).toBe(0);
});
