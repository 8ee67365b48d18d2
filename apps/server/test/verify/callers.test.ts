import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { createApiKey } from '../../src/apiKeys/createApiKey.ts';
import { revokeApiKey } from '../../src/apiKeys/revokeApiKey.ts';
import { setAllowedAddresses } from '../../src/apiKeys/setAllowedAddresses.ts';
import { recordAudit } from '../../src/auditChain/recordAudit.ts';
import type { Actor } from '../../src/base/actor.ts';
import { OriginKey } from '../../src/origin/originKey.ts';
import { drawOriginBoundary } from '../../src/seals/originBoundary.ts';
import { acceptInvite } from '../../src/staff/acceptInvite.ts';
import { changeRole } from '../../src/staff/changeRole.ts';
import { inviteStaff } from '../../src/staff/inviteStaff.ts';
import { setStaffActive } from '../../src/staff/setStaffActive.ts';
import { verifySnapshot } from '../../src/verify/verifyDesk.ts';
import { enrolTotp, hire, PASSWORD } from '../stepUp/people.ts';
import { actors, SECRET, testDesk } from '../support/testDesk.ts';
import { afterTampering, faultsOf } from './asOwner.ts';
import { sealKey } from './sealBooks.ts';

/* Who may do what, changed by SQL: what `verify` finds without the proofs of origin, by the audit log alone. */
const desk = await testDesk();
const { knex } = desk;
await drawOriginBoundary(knex, sealKey);
const boss = await hire(desk, 'admin');
const admin: Actor = { kind: 'staff', id: boss.id, name: boss.name };
const { token } = await inviteStaff(desk, admin, {
  email: 'guest@callers.test',
  name: 'Guest',
  role: 'operator',
});
const guest = await acceptInvite(
  desk,
  { ipAddress: null, requestId: null, userAgent: null },
  { token, password: PASSWORD },
);
await changeRole(desk, admin, { id: guest.id, role: 'viewer' });
const gone = await hire(desk, 'viewer');
await setStaffActive(desk, admin, { id: gone.id, active: false });
const back = await hire(desk, 'viewer');
await setStaffActive(desk, admin, { id: back.id, active: false });
await setStaffActive(desk, admin, { id: back.id, active: true });

const keyInput = { name: 'shop', scopes: ['transactions.bonus' as const], allowedAddresses: ['10.0.0.0/8'] };
const { apiKey } = await createApiKey(desk, actors.system, keyInput);
const { apiKey: everywhere } = await createApiKey(desk, actors.system, {
  ...keyInput,
  allowedAddresses: null,
});
const before = await knex('api_keys').where({ id: everywhere.id }).first();
await setAllowedAddresses(desk, actors.system, { id: everywhere.id, allowedAddresses: ['192.0.2.0/24'] });
const { apiKey: ended } = await createApiKey(desk, actors.system, { name: 'old', scopes: ['users.read'] });
await revokeApiKey(desk, actors.system, { id: ended.id });

test('as the commands left it, nothing is found', async () => {
  const trx = await knex.transaction();
  try {
    expect(faultsOf(await verifySnapshot(trx, { origin: new OriginKey(SECRET) }))).toEqual({});
  } finally {
    await trx.rollback();
  }
});

const change = (table: string, id: string, to: object) => async (trx: Knex.Transaction) =>
  await trx(table).where({ id }).update(to);

const attacks: Record<string, [work: (trx: Knex.Transaction) => Promise<unknown>, says: string]> = {
  'a role': [
    change('staff', guest.id, { role: 'admin' }),
    `staff ${guest.id}: the role is admin; the audit log says viewer`,
  ],
  'a deactivated account': [
    change('staff', gone.id, { deactivated_at: null }),
    `staff ${gone.id}: the account is active; the audit log says otherwise`,
  ],
  'an active account': [
    change('staff', back.id, { deactivated_at: new Date() }),
    `staff ${back.id}: the account is deactivated; the audit log says otherwise`,
  ],
  'scopes of a key': [
    change('api_keys', apiKey.id, { scopes: ['transactions.adjust'] }),
    `api_keys ${apiKey.id}: it has other scopes than when it was created`,
  ],
  'limits of a key': [
    change('api_keys', apiKey.id, { limits: '{}' }),
    `api_keys ${apiKey.id}: it has other limits than when it was created`,
  ],
  'the expiry of a key': [
    change('api_keys', apiKey.id, { expires_at: null }),
    `api_keys ${apiKey.id}: it expires at another time than when it was created`,
  ],
  'the addresses of a key': [
    change('api_keys', apiKey.id, { allowed_addresses: null }),
    `api_keys ${apiKey.id}: the audit log has other addresses for it`,
  ],
  'the addresses of a key, as they were, with the proof that they had': [
    change('api_keys', everywhere.id, {
      allowed_addresses: before.allowed_addresses,
      origin_mac: before.origin_mac,
    }),
    `api_keys ${everywhere.id}: the audit log has other addresses for it`,
  ],
  'a revoked key': [
    change('api_keys', ended.id, { revoked_at: null }),
    `api_keys ${ended.id}: it was revoked, and is not any more`,
  ],
};

test.each(Object.entries(attacks))('changed by SQL: %s', async (_name, [work, says]) => {
  expect(faultsOf(await afterTampering(knex, work)).withdrawals).toBe(says);
});

test('named by SQL alone: an authenticator app that was deleted or switched off', async () => {
  const person = await hire(desk, 'approver');
  await enrolTotp(desk, person.id);
  await recordAudit(knex, {
    action: 'auth.totpEnabled',
    actor: { kind: 'staff', id: person.id, name: person.name },
    subjectKind: 'staff',
    subjectId: person.id,
    at: desk.clock.now(),
  });
  const says = `staff ${person.id}: the authenticator app that the audit log knows is gone or switched off`;
  for (const work of [
    async (trx: Knex.Transaction) => await trx('staff_two_factors').where({ staff_id: person.id }).delete(),
    change('staff', person.id, { two_factor_enabled: false }),
  ])
    expect(faultsOf(await afterTampering(knex, work)).withdrawals).toBe(says);
  expect(faultsOf(await afterTampering(knex, async () => {})).withdrawals).toBeUndefined();
});

test('with an old proof, the audit log alone names it', async () => {
  const [work] = attacks['the addresses of a key, as they were, with the proof that they had'] ?? [];
  if (work === undefined) throw new Error('the attack is missing');
  const found = faultsOf(await afterTampering(knex, work, { origin: new OriginKey(SECRET) }));
  expect([found.origins, found.withdrawals]).toEqual([undefined, expect.stringContaining('other addresses')]);
});
