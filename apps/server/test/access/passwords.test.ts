import { expect, test } from 'vitest';
import { Browser, PUBLIC_URL } from '../../src/signIn/browser.fixture.ts';
import { createStaff } from '../../src/signIn/createStaff.ts';
import { testDesk, testSettings } from '../support/testDesk.ts';

const desk = await testDesk({ settings: testSettings({ PUBLIC_URL }) });
const password = 'correct horse battery';

test('no account is created with a common password', async () => {
  for (const weak of ['1qaz2wsx3edc', 'paydesk-admin', 'wilma.wondering']) {
    await expect(
      createStaff(desk.knex, desk.auth, {
        email: 'wilma@desk.test',
        name: 'Wilma Wondering',
        role: 'viewer',
        password: weak,
      }),
    ).rejects.toMatchObject({ reason: 'INVALID_INPUT' });
  }
  expect(await desk.knex('staff').where({ email: 'wilma@desk.test' })).toEqual([]);
});

test('a common password is refused, and any other of 12 to 200 characters is accepted as typed', async () => {
  const { staff } = await createStaff(desk.knex, desk.auth, {
    email: 'vera@desk.test',
    name: 'Vera Velvet',
    role: 'viewer',
    password,
  });
  const browser = new Browser(desk.auth);
  await browser.signIn(staff.email, password);
  for (const newPassword of ['1qaz2wsx3edc', 'VeraVelvet2026', 'short']) {
    const refused = await browser.post('/change-password', { currentPassword: password, newPassword });
    expect([newPassword, refused.status]).toEqual([newPassword, 400]);
  }
  const spaced = ` Ünïcödé ${'🐎'.repeat(40)} trailing `;
  const another = new Browser(desk.auth);
  await another.signIn(staff.email, password);
  expect(
    (await another.post('/change-password', { currentPassword: password, newPassword: spaced })).status,
  ).toBe(200);
  expect((await new Browser(desk.auth).signIn(staff.email, spaced)).status).toBe(200);
  for (const almost of [spaced.trim(), spaced.toLowerCase(), spaced.slice(0, 72)])
    expect((await new Browser(desk.auth).signIn(staff.email, almost)).status).toBe(401);
});
