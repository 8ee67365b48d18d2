import { expect, test } from 'vitest';
import { expectAccessible } from './support/axe.ts';
import { createFixtures } from './support/fixtures.ts';
import { createStaff, openAsNew, PASSWORD } from './support/person.ts';

test('a session that ends in a form: the person signs in over the page, and what was typed is sent when they say so', async () => {
  const { user, staff } = await createFixtures();
  const { id } = await user('Kept Words');
  const { page, email } = await openAsNew('Wanda Words');
  await page.goto(`/#/users/${id}/show`);
  await page.getByRole('button', { name: 'Freeze' }).click();
  const dialog = page.getByRole('dialog', { name: 'Freeze this user?' });
  await dialog.getByLabel('Why').fill('asked by phone');
  await page.context().clearCookies();
  await dialog.getByRole('button', { name: 'Freeze user' }).click();

  const ended = page.getByRole('dialog', { name: 'Your session has ended' });
  await ended.getByText('Sign in again to go on: what you typed is kept.').waitFor();
  await expectAccessible(page, 'the sign-in over a page');
  expect(await ended.getByLabel('E-mail').inputValue()).toBe(email);
  await ended.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await ended.getByRole('button', { name: 'Sign in' }).click();
  await ended.waitFor({ state: 'hidden' });

  expect(await dialog.getByLabel('Why').inputValue()).toBe('asked by phone');
  expect((await staff.users.get.query({ id })).isFrozen).toBe(false);
  await dialog.getByRole('button', { name: 'Freeze user' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect((await staff.users.get.query({ id })).isFrozen).toBe(true);
});

test('another person who signs in there is warned, and begins with a new page', async () => {
  const { user } = await createFixtures();
  const { id } = await user('Other Words');
  const { page } = await openAsNew('First Person');
  await createStaff('second.person@paydesk.local', 'Second Person', 'viewer');
  await page.goto(`/#/users/${id}/show`);
  await page.getByRole('button', { name: 'Freeze' }).click();
  const dialog = page.getByRole('dialog', { name: 'Freeze this user?' });
  await dialog.getByLabel('Why').fill('not for the other');
  await page.context().clearCookies();
  await dialog.getByRole('button', { name: 'Freeze user' }).click();
  const ended = page.getByRole('dialog', { name: 'Your session has ended' });
  await ended.getByLabel('E-mail').fill('second.person@paydesk.local');
  await ended.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await ended.getByRole('button', { name: 'Sign in' }).click();
  await ended.getByText(/You have signed in as someone else/).waitFor();
  await ended.getByRole('button', { name: 'Load the page again' }).click();
  await page.getByRole('heading', { name: 'Other Words', level: 1 }).waitFor();
  expect(await dialog.isVisible()).toBe(false);
});

test('on a page where nothing is typed, the sign-in page is shown', async () => {
  const { page } = await openAsNew('Nothing Typed');
  await page.goto('/#/payments');
  await page.getByRole('heading', { name: 'Payments', level: 1 }).waitFor();
  await page.context().clearCookies();
  // By its address: the page may have noticed already, and then it has no menu.
  await page.goto('/#/users');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
});
