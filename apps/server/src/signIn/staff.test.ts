import { beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../../test/support/testDatabase.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import { Browser, PUBLIC_URL } from './browser.fixture.ts';
import { createAuth } from './createAuth.ts';
import { createStaff } from './createStaff.ts';
import { deactivateStaff } from '../auth/staffAccounts.ts';
import { fastPasswordHasher, passwordHasher } from '../auth/passwordHasher.ts';
import { reactivateStaff } from '../auth/staffAccounts.ts';
import { bindOriginKey, OriginKey } from '../origin/originKey.ts';
import { setStaffRole } from '../auth/staffAccounts.ts';

const { knex } = await testDatabase();
bindOriginKey(knex, new OriginKey('a secret of the tests with more than 32 characters'));
const auth = createAuth({
  knex,
  secret: 'a secret of the tests with more than 32 characters',
  publicUrl: PUBLIC_URL,
  fastHashing: true,
});

let people = 0;
const newStaff = async (role: 'viewer' | 'admin') => {
  people += 1;
  return (
    await createStaff(knex, auth, { email: `member${people}@desk.test`, name: `Member ${people}`, role })
  ).staff;
};
const activeAdmins = async () =>
  Number(
    (await knex('staff').where({ role: 'admin' }).whereNull('deactivated_at').count('* as n').first())?.['n'],
  );
const reasonOf = (error: unknown) => (error instanceof DomainError ? error.reason : String(error));
const refusal = (work: Promise<unknown>) => work.then(() => 'nothing was refused', reasonOf);

// Each test begins without an active admin.
beforeEach(async () => {
  await knex('staff').whereNull('deactivated_at').update({ deactivated_at: knex.fn.now() });
});

test('a new member of staff signs in with the password that was generated', async () => {
  const { staff, generatedPassword } = await createStaff(knex, auth, {
    email: 'New.Person@Desk.Test',
    name: 'New',
    role: 'operator',
  });
  expect(staff).toMatchObject({
    email: 'new.person@desk.test',
    role: 'operator',
    deactivatedAt: null,
    twoFactorEnabled: false,
  });
  expect(generatedPassword).toMatch(/^[A-Za-z0-9_-]{24}$/);
  expect((await new Browser(auth).signIn('new.person@desk.test', generatedPassword ?? '')).status).toBe(200);
});

test('a password that was chosen is not handed back', async () => {
  const { generatedPassword } = await createStaff(knex, auth, {
    email: 'chooser@desk.test',
    name: 'Chooser',
    role: 'viewer',
    password: 'my own long phrase',
  });
  expect(generatedPassword).toBeNull();
  expect((await new Browser(auth).signIn('chooser@desk.test', 'my own long phrase')).status).toBe(200);
});

test('an e-mail address is unique in any case, and the caller’s transaction stays usable', async () => {
  await createStaff(knex, auth, { email: 'twin@desk.test', name: 'Twin', role: 'viewer' });
  await knex.transaction(async (trx) => {
    expect(
      await refusal(createStaff(trx, auth, { email: 'TWIN@desk.test', name: 'Twin', role: 'admin' })),
    ).toBe('EMAIL_TAKEN');
    expect(await trx('staff').where({ email: 'twin@desk.test' })).toHaveLength(1);
  });
});

test('of two who create the same e-mail at once, exactly one succeeds', async () => {
  const create = () =>
    createStaff(knex, auth, { email: 'race@desk.test', name: 'Race', role: 'viewer' }).then(
      () => 'created',
      reasonOf,
    );
  expect((await Promise.all([create(), create()])).sort()).toEqual(['EMAIL_TAKEN', 'created']);
});

test('a refused password is not in the message', async () => {
  for (const password of ['short one', 'x'.repeat(201)]) {
    const error: unknown = await createStaff(knex, auth, {
      email: 'weak@desk.test',
      name: 'Weak',
      role: 'viewer',
      password,
    }).catch((thrown: unknown) => thrown);
    expect(reasonOf(error)).toBe('INVALID_INPUT');
    expect(String(error)).not.toContain(password);
  }
  expect(await knex('staff').where({ email: 'weak@desk.test' })).toEqual([]);
});

test('an account that the caller rolls back leaves nothing', async () => {
  const work = knex.transaction(async (trx) => {
    await createStaff(trx, auth, { email: 'ghost@desk.test', name: 'Ghost', role: 'viewer' });
    throw new Error('changed my mind');
  });
  await expect(work).rejects.toThrow('changed my mind');
  expect(await knex('staff').where({ email: 'ghost@desk.test' })).toEqual([]);
});

test('the last active admin can neither be deactivated nor get another role', async () => {
  const admin = await newStaff('admin');
  await newStaff('viewer');
  expect(await refusal(deactivateStaff(knex, { id: admin.id }))).toBe('LAST_ADMIN');
  expect(await refusal(setStaffRole(knex, { id: admin.id, role: 'approver' }))).toBe('LAST_ADMIN');
  expect(await activeAdmins()).toBe(1);
});

test('with a second admin the first can go, and a reactivated one counts again', async () => {
  const [first, second] = [await newStaff('admin'), await newStaff('admin')];
  expect((await deactivateStaff(knex, { id: first.id })).deactivatedAt).toBeInstanceOf(Date);
  expect(await refusal(deactivateStaff(knex, { id: second.id }))).toBe('LAST_ADMIN');
  expect((await reactivateStaff(knex, { id: first.id })).deactivatedAt).toBeNull();
  expect((await setStaffRole(knex, { id: second.id, role: 'viewer' })).role).toBe('viewer');
});

test.each(Array.from({ length: 10 }, (_, round) => round))(
  'of the last two admins who are deactivated at once, exactly one is (round %i)',
  async () => {
    const admins = [await newStaff('admin'), await newStaff('admin')];
    const results = await Promise.all(
      admins.map(({ id }) => deactivateStaff(knex, { id }).then(() => 'done', reasonOf)),
    );
    expect(results.sort()).toEqual(['LAST_ADMIN', 'done']);
    expect(await activeAdmins()).toBe(1);
  },
);

test('five admins who lose their role in every way at once leave exactly one', async () => {
  const admins = await Promise.all([1, 2, 3, 4, 5].map(() => newStaff('admin')));
  const results = await Promise.all(
    admins.map(({ id }, n) =>
      (n % 2 ? setStaffRole(knex, { id, role: 'viewer' }) : deactivateStaff(knex, { id })).then(
        () => 'done',
        reasonOf,
      ),
    ),
  );
  expect(results.sort()).toEqual(['LAST_ADMIN', 'done', 'done', 'done', 'done']);
  expect(await activeAdmins()).toBe(1);
});

test('doing it twice changes nothing', async () => {
  const staff = await newStaff('viewer');
  const first = await deactivateStaff(knex, { id: staff.id });
  expect((await deactivateStaff(knex, { id: staff.id })).deactivatedAt).toEqual(first.deactivatedAt);
  await reactivateStaff(knex, { id: staff.id });
  expect((await reactivateStaff(knex, { id: staff.id })).deactivatedAt).toBeNull();
});

test('a sign-in racing a deactivation never leaves a session behind', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { staff, generatedPassword } = await createStaff(knex, auth, {
      email: `racer${round}@desk.test`,
      name: 'Racer',
      role: 'viewer',
    });
    const [answer] = await Promise.all([
      new Browser(auth).signIn(staff.email, generatedPassword ?? ''),
      deactivateStaff(knex, { id: staff.id }),
    ]);
    expect([200, 401]).toContain(answer.status);
    expect(await knex('staff_sessions').where({ staff_id: staff.id })).toEqual([]);
  }
});

test('unknown staff are not found', async () => {
  for (const id of [newId(), 'no uuid']) {
    expect(await refusal(deactivateStaff(knex, { id }))).toBe('NOT_FOUND');
    expect(await refusal(reactivateStaff(knex, { id }))).toBe('NOT_FOUND');
    expect(await refusal(setStaffRole(knex, { id, role: 'admin' }))).toBe('NOT_FOUND');
    expect(await refusal(setStaffRole(knex, { id, role: 'viewer' }))).toBe('NOT_FOUND');
  }
});

test('staff are never deleted, not even by raw SQL', async () => {
  const { id } = await newStaff('viewer');
  await expect(knex('staff').where({ id }).delete()).rejects.toThrow('DELETE on staff is not allowed');
});

test('the real password hash accepts its password and no other', async () => {
  for (const hasher of [passwordHasher, fastPasswordHasher]) {
    const hash = await hasher.hash('correct horse battery');
    expect(hash).not.toContain('correct');
    expect(await hasher.verify({ hash, password: 'correct horse battery' })).toBe(true);
    expect(await hasher.verify({ hash, password: 'correct horse batterz' })).toBe(false);
  }
});
