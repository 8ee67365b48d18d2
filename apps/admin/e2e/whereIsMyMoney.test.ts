import { beforeAll, expect, test, vi } from 'vitest';
import { expectAccessible } from './support/axe.ts';
import { openAsAdmin, waitUntilQuiet } from './support/browser.ts';
import { createFixtures, deposit, type Fixtures, WAIT } from './support/fixtures.ts';

let fixtures: Fixtures;
let person: { id: string };
let payment: { id: string; internalPaymentId: string };
let itemId: string;

beforeAll(async () => {
  fixtures = await createFixtures();
  person = await fixtures.user('Mona Money');
  const paid = await fixtures.paidPayment(person.id);
  payment = paid;
  await deposit(paid.providerPaymentId, '12.5');
  const items = async () =>
    (await fixtures.staff.suspense.list.query({ filter: { userId: person.id } })).data;
  await vi.waitFor(async () => expect(await items()).toHaveLength(1), WAIT);
  itemId = (await items())[0]?.id ?? '';
  await fixtures.staff.users.addNote.mutate({ id: person.id, note: 'asked by chat where it is' });
});

test('staff answer “where is my money?” from the page of a user, and see the answer change', async () => {
  const { page, problems } = await openAsAdmin({ permissions: ['clipboard-write'] });
  await page.goto(`/#/users/${person.id}/show`);
  const panel = page.getByRole('region', { name: 'Where is the money?' });
  await panel
    .getByText(/Paid 12\.5 USDT \(TRC20\).*second transfer to a used address.*staff must decide/)
    .waitFor();
  await panel.getByText(/The balance is now \$40\.00/).waitFor();
  await panel.getByText('asked by chat where it is').waitFor();
  await expectAccessible(page, 'where is the money');

  await panel.getByRole('button', { name: 'Write to the customer…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Write to the customer' });
  const reply = dialog.getByRole('region', { name: 'Reply' });
  expect(await reply.getAttribute('lang')).toBe('en');
  await dialog.getByRole('combobox', { name: 'Language' }).click();
  await page.getByRole('option', { name: 'العربية' }).click();
  await expect.poll(() => reply.getAttribute('dir')).toBe('rtl');
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await dialog.getByText('Copied.').waitFor();
  const shown = await reply.textContent();
  expect(shown).toContain('12.5 USDT (TRC20)');
  expect(shown).toMatch(/[\u0600-\u06ff]/);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  // The desk forbids pages to read the clipboard: what was copied is pasted.
  const note = page.getByLabel('Add a note');
  await note.focus();
  await page.keyboard.press('Control+V');
  expect(await note.inputValue()).toBe(shown);
  await note.fill('');

  // The next step leads to where it is decided; a colleague does it, and the open page follows.
  const decide = panel.getByRole('link', { name: 'Open the suspense item' });
  expect(await decide.getAttribute('href')).toContain(`/suspense/${itemId}/show`);
  await fixtures.staff.suspense.markReturned.mutate({ id: itemId, note: 'sent back to the customer' });
  await panel.getByText(/staff must decide/).waitFor({ state: 'detached', timeout: 10_000 });
  await panel.getByText('12.5 USDT (TRC20) ($12.50) in suspense returned').waitFor();
  expect(problems).toEqual([]);
});

test('the page of a payment has the same, and fits a phone', async () => {
  const { page, problems } = await openAsAdmin({
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
  });
  await page.goto(`/#/payments/${payment.id}/show`);
  const panel = page.getByRole('region', { name: 'Where is the money?' });
  await panel.getByText(`from payment ${payment.internalPaymentId}`).waitFor();
  await panel.getByText(/was in suspense and returned/).waitFor();
  await waitUntilQuiet(page);
  await expectAccessible(page, 'where is the money');
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  expect(problems).toEqual([]);
});

test('older entries are loaded on request', async () => {
  for (let n = 0; n < 22; n += 1)
    await fixtures.staff.users.addNote.mutate({ id: person.id, note: `one more note, number ${n}` });
  const { page } = await openAsAdmin();
  await page.goto(`/#/users/${person.id}/show`);
  const panel = page.getByRole('region', { name: 'Where is the money?' });
  await panel.getByRole('button', { name: 'Show 14 more' }).click();
  await panel.getByRole('button', { name: 'Load older' }).click();
  await panel.getByText('User created').waitFor();
  expect(await panel.getByText('one more note, number').count()).toBe(22);
});
