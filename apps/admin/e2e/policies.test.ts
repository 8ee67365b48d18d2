import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAuthenticator } from './support/authenticator.ts';
import { expectAccessible } from './support/axe.ts';
import { openAsAdmin } from './support/browser.ts';
import { openPublishDialog, draftRate, openEditor } from './support/draft.ts';
import { enrolPasskey } from './support/enrol.ts';
import { savePolicy } from './support/savePolicy.ts';
import { approveWaiting, settle } from './support/settle.ts';
import { openAsNew, PASSWORD } from './support/person.ts';
import { staffClient } from './support/staffClient.ts';
import { createFixtures } from './support/fixtures.ts';

let restore: () => Promise<void>;
beforeAll(async () => {
  restore = await savePolicy();
  const { richUser, withdrawal } = await createFixtures();
  const rich = await richUser('Customer of the back-test');
  for (let made = 0; made < 3; made += 1) await withdrawal(rich.id);
});
afterAll(async () => await restore());

const current = async () => await staffClient().policies.current.query();

test('a draft is back-tested, and published with a passkey that signs exactly its content', async () => {
  const { page, problems } = await openAsNew('Paula Policy');
  const device = await addAuthenticator(page);
  await page.goto('/#/security');
  await enrolPasskey(page, PASSWORD, 'Desk key');
  const { version } = await current();

  await openEditor(page);
  await expectAccessible(page, 'the editor of the policy');
  const publish = page.getByRole('main').getByRole('button', { name: 'Publish', exact: true });
  await page.getByText('No changes yet.').last().waitFor();
  expect(await publish.getAttribute('aria-disabled')).toBe('true');

  await page.getByRole('button', { name: 'Add a band' }).click();
  await page.getByRole('group', { name: 'Band 3' }).getByLabel('From').fill('0.00');
  await page.getByRole('alert').filter({ hasText: 'Each band must begin above the one before.' }).waitFor();
  await expectAccessible(page, 'the editor with a mistake');
  await page.getByRole('group', { name: 'Band 3' }).getByLabel('From').fill('250000');
  await page.getByRole('region', { name: 'Limits per user' }).getByLabel('Within 24 hours').fill('60');
  await page
    .getByRole('list', { name: 'Changes' })
    .getByText('One user can withdraw at most $60.00 within 24 hours.')
    .waitFor();
  expect(await publish.getAttribute('aria-disabled')).toBe('true');

  await page.getByRole('button', { name: 'Run the back-test' }).click();
  const stopped = page.getByRole('group', { name: 'Would have been stopped' });
  await stopped.waitFor();
  // Three requests of $25.00 each, and $60.00 a day: the third would have been too much.
  await page
    .getByRole('row', { name: /Limit per user, 24 hours/ })
    .getByText('Stopped')
    .waitFor();
  expect(Number(await stopped.locator('div').nth(1).textContent())).toBeGreaterThanOrEqual(1);
  await page.getByRole('list', { name: 'Examples' }).getByText('the limit is $60.00').first().waitFor();
  await expectAccessible(page, 'a back-test');

  await page.getByRole('region', { name: 'Limits per user' }).getByLabel('Within 24 hours').fill('400000');
  await page.getByText('The draft has changed since').waitFor();
  expect(await publish.getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('button', { name: 'Run the back-test' }).click();
  await page.getByText('The draft has changed since').waitFor({ state: 'hidden' });

  await openPublishDialog(page, 'Large sums need three');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Your passkey signs exactly this.').waitFor();
  await expectAccessible(page, 'the dialog that publishes');
  const before = (await device.signCounts())[0] ?? 0;
  await dialog.getByRole('button', { name: `Publish version ${version + 1}` }).click();
  await approveWaiting(page);
  await page.getByRole('heading', { name: 'Withdrawal policy', level: 1 }).waitFor();
  await page.reload();
  expect((await device.signCounts())[0]).toBeGreaterThan(before);
  expect((await current()).version).toBe(version + 1);

  await page.getByText('A withdrawal from $250,000.00 needs 3 different people.').waitFor();
  await page.getByRole('table', { name: 'Versions' }).getByText('Current').waitFor();
  await expectAccessible(page, 'the policy');
  await page.getByRole('link', { name: `Version ${version + 1}` }).click();
  await page.getByRole('heading', { name: `Withdrawal policy, version ${version + 1}` }).waitFor();
  await page.getByText('Large sums need three').first().waitFor();
  await expectAccessible(page, 'one version of the policy');
  // The browser itself notes that publishing was refused.
  expect(problems.filter((problem) => !problem.includes('412'))).toEqual([]);
});

test('a version published by someone else is not overwritten, and my changes are kept', async () => {
  const { page } = await openAsAdmin();
  await draftRate(page, '777');
  const { rules, version } = await current();
  await openPublishDialog(page, 'Mine');
  await settle(() =>
    staffClient().policies.publish.mutate({
      rules: { ...rules, velocity: { requests: 5000, hours: 1 } },
      note: 'Faster than you',
      baseVersion: version,
    }),
  );
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: `Publish version ${version + 1}` }).click();
  await page
    .getByRole('alert')
    .filter({ hasText: `published version ${version + 1} while you were editing` })
    .waitFor();
  await expectAccessible(page, 'the editor with an outdated draft');
  expect(await page.getByLabel('Rate valid for').inputValue()).toBe('777');

  await page.getByRole('button', { name: 'Apply my changes to it' }).click();
  await page.getByText(`Your changes are now based on version ${version + 1}.`).waitFor();
  expect(await page.getByLabel('Maximum requests').inputValue()).toBe('5000');
  // The draft survives a visit to another page.
  await page.goto('/#/users');
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
  await openEditor(page);
  expect(await page.getByLabel('Rate valid for').inputValue()).toBe('777');
  await openPublishDialog(page, 'Mine, on top of yours');
  await dialog.getByRole('button', { name: `Publish version ${version + 2}` }).click();
  await approveWaiting(page);
  expect((await current()).rules).toMatchObject({ rateSeconds: 777, velocity: { requests: 5000, hours: 1 } });
});

test('allowing one person alone requires a typed confirmation, and everyone is warned while it is set', async () => {
  const { page } = await openAsAdmin();
  await openEditor(page);
  await page.getByLabel('One person alone may request, approve and complete').check();
  await page.getByText('This turns four-eyes approval off.').waitFor();
  await openPublishDialog(page, 'I work alone');
  const dialog = page.getByRole('dialog');
  const publish = dialog.getByRole('button', { name: /^Publish version/ });
  await publish.click();
  await dialog.getByLabel(/^Type “one person”/).fill('yes');
  await dialog.getByText('Type “one person” to confirm.').waitFor();
  await expectAccessible(page, 'the dialog that turns four eyes off');
  expect((await current()).rules.allowSamePerson).toBe(false);
  await dialog.getByLabel(/^Type “one person”/).fill('one person');
  await publish.click();
  await approveWaiting(page);
  await page.reload();
  const warning = page.getByRole('note').filter({ hasText: 'One person alone can pay out money' });
  await warning.waitFor();
  expect((await current()).rules.allowSamePerson).toBe(true);
  await page.goto('/#/');
  await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
  await warning.waitFor();
  await expectAccessible(page, 'the dashboard with the warning');
});
