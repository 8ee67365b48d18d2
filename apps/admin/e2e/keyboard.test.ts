import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type OpenPage, watchFailure } from './support/browser.ts';
import { enrolTotp } from './support/enrol.ts';
import { createFixtures, type Fixtures } from './support/fixtures.ts';
import { countKeys, expectFocus } from './support/keys.ts';
import { openAsNew, PASSWORD } from './support/person.ts';
import { savePolicy } from './support/savePolicy.ts';
import { settle } from './support/settle.ts';
import { totp } from './support/totp.ts';

let fixtures: Fixtures;
let plain: OpenPage;
let coded: OpenPage;
let secret: string;
let restore: () => Promise<void>;

beforeAll(async () => {
  fixtures = await createFixtures();
  restore = await savePolicy();
  const { rules, version } = await fixtures.staff.policies.current.query();
  await settle(() =>
    fixtures.staff.policies.publish.mutate({
      rules: {
        ...rules,
        secondFactor: 'ifEnrolled',
        // From the highest band on, people with a second factor need a passkey.
        approvals: [
          { fromUsd: '0.00', approvals: 1 },
          { fromUsd: '10000.00', approvals: 2 },
        ],
      },
      note: 'for a test',
      baseVersion: version,
    }),
  );
  plain = await openAsNew('Kay of the keys', 'approver');
  coded = await openAsNew('Cody of the codes', 'approver');
  await coded.page.goto('/#/security');
  secret = (await enrolTotp(coded.page, PASSWORD)).secret;
});
afterAll(async () => await restore());
beforeEach(() => {
  watchFailure(plain.page);
  watchFailure(coded.page);
});

/** The queue of one customer, with the focus on its first row. */
async function openQueue(page: Page, userId: string): Promise<void> {
  const filter = encodeURIComponent(JSON.stringify({ statusGroup: 'waiting', userId }));
  await page.goto(`/#/withdrawals?filter=${filter}`);
  await page.locator('tr[data-row]').first().waitFor();
  await page.keyboard.press('j');
  await expectFocus(page.locator('tr[data-row]').first());
}

const dialogOf = (page: Page) => page.getByRole('dialog');

test('a withdrawal is approved from the queue with three keys, and the focus is on what comes next', async () => {
  const { page } = plain;
  const rich = await fixtures.richUser('Three keys');
  const [first, second] = [await fixtures.withdrawal(rich.id), await fixtures.withdrawal(rich.id)];
  await openQueue(page, rich.id);
  await page.keyboard.press('j');
  await expectFocus(page.locator('tr[data-row]').nth(1));
  await page.keyboard.press('k');
  await expectFocus(page.locator('tr[data-row]').first());

  const keys = await countKeys(page);
  await page.keyboard.press('Enter');
  await page
    .getByRole('region', { name: 'Actions' })
    .getByRole('button', { name: /^Approve/ })
    .waitFor();
  await expectFocus(page.getByRole('heading', { level: 1 }));
  await page.keyboard.press('a');
  const confirm = dialogOf(page).getByRole('button', { name: 'Approve – no money moves yet' });
  await expectFocus(confirm);
  await page.keyboard.press('Enter');
  await page.getByText('Approved. Another person can send it now.').waitFor();
  expect(await keys()).toBe(3);
  await expectFocus(page.getByRole('main').getByRole('link', { name: 'Next' }));
  const statuses = await Promise.all(
    [first, second].map(async ({ id }) => (await fixtures.staff.withdrawals.get.query({ id })).status),
  );
  expect(statuses.toSorted()).toEqual(['approved', 'pending']);
});

test('with the code of an authenticator app it takes two keys and the code', async () => {
  const { page } = coded;
  const rich = await fixtures.richUser('Two keys and a code');
  await fixtures.withdrawal(rich.id);
  await openQueue(page, rich.id);
  const keys = await countKeys(page);
  await page.keyboard.press('Enter');
  await page
    .getByRole('region', { name: 'Actions' })
    .getByRole('button', { name: /^Approve/ })
    .waitFor();
  await page.keyboard.press('a');
  await expectFocus(dialogOf(page).getByLabel('Authentication code'));
  await page.keyboard.type(totp(secret, 1));
  await page.getByText('Approved. Another person can send it now.').waitFor();
  expect(await keys()).toBe(2);
});

test('a rejection takes four keys and a reason; without the reason its input has the focus', async () => {
  const { page } = plain;
  const rich = await fixtures.richUser('Four keys');
  await fixtures.withdrawal(rich.id);
  await openQueue(page, rich.id);
  await page.keyboard.press('Enter');
  const reject = page.getByRole('region', { name: 'Actions' }).getByRole('button', { name: /^Reject/ });
  await reject.waitFor();
  await page.keyboard.press('r');
  const reason = dialogOf(page).getByLabel('Reason');
  await expectFocus(reason);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+Enter');
  await expectFocus(reason);
  // What opened a dialog has the focus again.
  await page.keyboard.press('Escape');
  await dialogOf(page).waitFor({ state: 'hidden' });

  await openQueue(page, rich.id);
  const keys = await countKeys(page);
  await page.keyboard.press('Enter');
  await reject.waitFor();
  await page.keyboard.press('r');
  await expectFocus(reason);
  await page.keyboard.type('The address is not theirs');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Rejected. $25.00 were returned to the user.').waitFor();
  expect(await keys()).toBe(4);
});

test('the heading has the focus on another page, and the row again when its preview closes', async () => {
  const { page } = plain;
  await page.goto('/#/withdrawals');
  await page.getByRole('menuitem', { name: /^Users/ }).click();
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
  await expectFocus(page.getByRole('heading', { name: 'Users', level: 1 }));
  const row = page.locator('tr[data-row]').first();
  // Before the list is loaded no row can take the focus.
  await row.waitFor();
  await page.keyboard.press('j');
  await expectFocus(row);
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Close the preview' }).click();
  await expectFocus(row);
});
