import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { addAuthenticator } from './support/authenticator.ts';
import { expectAccessible } from './support/axe.ts';
import { openAsAdmin, watchFailure, type OpenPage } from './support/browser.ts';
import { runCommand } from './support/runCommand.ts';
import { countClicks } from './support/clicks.ts';
import { colleague } from './support/colleague.ts';
import { enrolPasskey, enrolTotp } from './support/enrol.ts';
import { savePolicy } from './support/savePolicy.ts';
import { settle } from './support/settle.ts';
import { openAsNew, PASSWORD } from './support/person.ts';
import { COIN, createFixtures, WALLET, type Fixtures } from './support/fixtures.ts';
import { totp } from './support/totp.ts';

const HASH = 'cd'.repeat(32);
const APPROVE = 'Approve – no money moves yet';

let fixtures: Fixtures;
/** Ben signs with a passkey, Cleo types codes. */
let ben: OpenPage;
let cleo: OpenPage;
let secretOfCleo: string;
let restore: () => Promise<void>;
let mona: Awaited<ReturnType<Fixtures['richUser']>>;
let own: { id: string; internalWithdrawalId: string };

/** Requested by Ben himself, while he has no second factor yet. */
async function requestAsBen(userId: string): Promise<{ id: string; internalWithdrawalId: string }> {
  return await ben.page.evaluate(
    async (input) =>
      (
        (await (
          await fetch('/trpc/withdrawals.create', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(input),
          })
        ).json()) as { result: { data: { id: string; internalWithdrawalId: string } } }
      ).result.data,
    { userId, amountUsd: '25.00', currencyCode: COIN, walletAddress: WALLET },
  );
}

beforeAll(async () => {
  fixtures = await createFixtures();
  ben = await openAsNew('Ben Passkey', 'approver');
  mona = await fixtures.richUser('Mona of the bulk');
  own = await requestAsBen(mona.id);
  await addAuthenticator(ben.page);
  await ben.page.goto('/#/security');
  await enrolPasskey(ben.page, PASSWORD, 'Ben’s laptop');
  cleo = await openAsNew('Cleo Codes', 'approver');
  await cleo.page.goto('/#/security');
  secretOfCleo = (await enrolTotp(cleo.page, PASSWORD)).secret;
});

beforeEach(async () => {
  watchFailure(ben.page);
  watchFailure(cleo.page);
  restore = await savePolicy();
});
afterEach(async () => await restore());

type Rules = Awaited<ReturnType<Fixtures['staff']['policies']['current']['query']>>['rules'];

async function publish(changes: Partial<Rules>): Promise<void> {
  const { rules, version } = await fixtures.staff.policies.current.query();
  await settle(() =>
    fixtures.staff.policies.publish.mutate({
      rules: { ...rules, ...changes },
      note: 'for a test',
      baseVersion: version,
    }),
  );
}

const open = async (page: Page, id: string) => {
  await page.goto(`/#/withdrawals/${id}/show`);
  await page.getByRole('heading', { level: 1, name: /\$25\.00 in USDT/ }).waitFor();
  await page.getByRole('region', { name: 'Policy' }).waitFor();
};
const action = (page: Page, name: string | RegExp) =>
  page.getByRole('region', { name: 'Actions' }).getByRole('button', { name });
const badge = async (page: Page, text: string) =>
  await page.getByRole('main').locator('header').getByText(text, { exact: true }).waitFor();
const approvals = (page: Page) => page.getByRole('region', { name: /^Approvals/ });

test('four eyes: two people approve in at most three clicks each, and a third person sends and records the payout', async () => {
  const { staff, richUser, withdrawal } = fixtures;
  // The highest band would need a passkey, and Cleo has an authenticator app.
  const bands = [
    { fromUsd: '0.00', approvals: 2 },
    { fromUsd: '5000.00', approvals: 2 },
  ];
  await publish({ approvals: bands });
  const rich = await richUser('Fiona of the four eyes');
  const { id } = await withdrawal(rich.id);

  await open(ben.page, id);
  await ben.page.getByText('Allowed after approvals from 2 different people.').waitFor();
  await expectAccessible(ben.page, 'a review');
  const clicksOfBen = await countClicks(ben.page);
  await action(ben.page, APPROVE).click();
  const dialog = ben.page.getByRole('dialog');
  for (const text of [WALLET, '$23.50', 'TRC20']) await dialog.getByText(text).first().waitFor();
  await dialog.getByRole('button', { name: APPROVE }).click();
  await ben.page.getByText('Your approval is recorded. Another person has to approve too.').waitFor();
  expect(await clicksOfBen()).toBeLessThanOrEqual(3);
  await approvals(ben.page).getByText('signed with a passkey').waitFor();
  await ben.page.getByRole('heading', { name: 'Approvals: 1 of 2' }).waitFor();
  // One person cannot approve twice; the button says so, visibly and to screen readers.
  await action(ben.page, APPROVE).and(ben.page.locator('[aria-disabled=true]')).waitFor();
  await ben.page
    .getByText('You have approved it already: another person has to approve it too.')
    .first()
    .waitFor();
  await action(ben.page, APPROVE).click({ force: true });
  expect(await dialog.isVisible()).toBe(false);

  await open(cleo.page, id);
  const clicksOfCleo = await countClicks(cleo.page);
  await action(cleo.page, APPROVE).click();
  await cleo.page.getByLabel('Authentication code').pressSequentially(totp(secretOfCleo, 1));
  await badge(cleo.page, 'Approved');
  expect(await clicksOfCleo()).toBeLessThanOrEqual(3);
  await cleo.page.getByRole('heading', { name: 'Approvals: 2 of 2' }).waitFor();
  await cleo.page
    .getByText('You approved this withdrawal: somebody else has to pay it out.')
    .first()
    .waitFor();
  expect(await staff.balances.get.query({ id: rich.id })).toMatchObject({
    balanceUsd: '500.00',
    heldUsd: '25.00',
  });

  const { page: desk } = await openAsAdmin();
  await open(desk, id);
  await desk.getByText(/The rate is valid for \d+ min/).waitFor();
  await runCommand(desk, 'Start sending – shows the team that you are paying it');
  await desk.getByText('is sending it. No one else should.').waitFor();
  await runCommand(desk, 'Record as paid – deducts $25.00 from the balance', { 'Transaction hash': HASH });
  await badge(desk, 'Completed');
  expect(await staff.balances.get.query({ id: rich.id })).toMatchObject({
    balanceUsd: '475.00',
    heldUsd: '0.00',
  });
  expect(
    (await staff.withdrawals.get.query({ id })).approvals.map(({ staffName, stepUp }) => [staffName, stepUp]),
  ).toEqual([
    ['Ben Passkey', 'passkey'],
    ['Cleo Codes', 'totp'],
  ]);
});

test('bulk approval: one signature, a result for each row, and a refused row shows its reason and stays selected', async () => {
  const { staff, withdrawal } = fixtures;
  const rich = mona;
  const [first, second] = [await withdrawal(rich.id), await withdrawal(rich.id)];
  const { page } = ben;
  await page.goto(
    `/#/withdrawals?filter=${encodeURIComponent(JSON.stringify({ statusGroup: 'waiting', userId: rich.id }))}`,
  );
  await page.getByRole('link', { name: own.internalWithdrawalId }).waitFor();
  await page.getByRole('button', { name: /^To review \(\d+\)$/, pressed: true }).waitFor();
  await page.getByLabel('Select all rows on this page').check();
  const toolbar = page.getByRole('toolbar', { name: 'Selected rows' });
  await toolbar.getByText('3 selected').waitFor();
  await toolbar.getByRole('button', { name: 'Approve…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('$75.00', { exact: true }).waitFor();
  expect(await dialog.getByText(WALLET).count()).toBe(3);
  await expectAccessible(page, 'the bulk dialog');
  await dialog.getByRole('button', { name: 'Approve 3 – no money moves yet' }).click();

  await page.getByRole('heading', { name: '2 of 3 approved' }).waitFor();
  const [refused, ...passed] = await page
    .getByRole('list', { name: 'Results' })
    .getByRole('listitem')
    .allTextContents();
  expect(refused).toMatch(new RegExp(`${own.internalWithdrawalId}.*Refused: Who requested`));
  expect(passed).toHaveLength(2);
  expect(passed.every((text) => text.includes('Approved; it can be sent now.'))).toBe(true);
  await expectAccessible(page, 'the bulk results');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: '2 of 3 approved' }).waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await toolbar.getByText('1 selected').waitFor();
  for (const { id } of [first, second]) {
    expect(await staff.withdrawals.get.query({ id })).toMatchObject({
      status: 'approved',
      approvals: [{ staffName: 'Ben Passkey', stepUp: 'passkey' }],
    });
  }

  await toolbar.getByRole('button', { name: 'Reject…' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Reject 1/ })
    .click();
  await page.getByText('At least 3 characters.').waitFor();
  await page.getByRole('dialog').getByLabel('Reason').fill('asked for by mistake');
  await page.getByRole('dialog').getByRole('button', { name: 'Reject 1 – returns $25.00' }).click();
  await page.getByRole('heading', { name: 'All 1 rejected' }).waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await toolbar.waitFor({ state: 'hidden' });
  await expect.poll(async () => await page.evaluate(() => document.activeElement?.id)).toBe('main-content');
  expect(await staff.withdrawals.get.query({ id: own.id })).toMatchObject({
    status: 'rejected',
    adminNotes: 'asked for by mistake',
  });
});

test('keys move through the queue, do nothing while typing, and lead to the next withdrawal after a decision', async () => {
  const { richUser, withdrawal } = fixtures;
  const rich = await richUser('Kay of the keys');
  const [first, second, third] = [
    await withdrawal(rich.id),
    await withdrawal(rich.id),
    await withdrawal(rich.id),
  ];
  const { page } = await openAsAdmin();
  const nav = page.getByRole('navigation', { name: 'Queue' });
  // The keys work once the page is shown.
  const at = async ({ id, internalWithdrawalId }: { id: string; internalWithdrawalId: string }) => {
    await page.waitForURL((url) => url.hash.includes(id));
    await page.locator('#main-content header').getByText(internalWithdrawalId).waitFor();
  };

  await open(page, first.id);
  const place = async () => Number((await nav.textContent())?.match(/(\d+) of \d+ to review/)?.[1]);
  const start = await place();
  await page.keyboard.press('j');
  await at(second);
  await expect.poll(place).toBe(start + 1);
  await page.keyboard.press(']');
  await at(third);
  await page.keyboard.press('k');
  await at(second);
  await page.keyboard.press('[');
  await at(first);
  await nav.getByRole('button', { name: 'Next' }).click();
  await at(second);
  await expect.poll(place).toBe(start + 1);
  // Enter can be pressed again.
  await expect
    .poll(
      async () =>
        await nav
          .getByRole('button', { name: 'Next' })
          .evaluate((button) => button === document.activeElement),
    )
    .toBe(true);
  await page.keyboard.press('Enter');
  await at(third);
  await page.keyboard.press('k');
  await at(second);

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await help.getByText('next in the queue').waitFor();
  await expectAccessible(page, 'the keyboard shortcuts');
  await page.keyboard.press('j');
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'hidden' });
  await at(second);

  await action(page, /^Reject/).click();
  await page.getByRole('dialog').getByLabel('Reason').pressSequentially('jkj ]');
  expect(await page.getByRole('dialog').getByLabel('Reason').inputValue()).toBe('jkj ]');
  await at(second);
  await page.getByRole('dialog').getByRole('button', { name: 'Reject – returns $25.00 to the user' }).click();
  await page.getByText('Rejected. $25.00 were returned to the user.').waitFor();
  // The link to the next withdrawal has the focus.
  const link = page.getByRole('link', { name: 'Next' });
  await expect
    .poll(async () => await link.evaluate((element) => element === document.activeElement))
    .toBe(true);
  await page.keyboard.press('Enter');
  await at(third);
  await badge(page, 'Pending');
});

test('with one person allowed, a warning is shown and that person does every step', async () => {
  const { staff, richUser } = fixtures;
  await publish({ allowSamePerson: true, approvals: [{ fromUsd: '0.00', approvals: 1 }] });
  const rich = await richUser('Sole Sally’s customer');
  const { id } = await staff.withdrawals.create.mutate({
    userId: rich.id,
    amountUsd: '25.00',
    currencyCode: COIN,
    walletAddress: WALLET,
  });
  const { page } = await openAsAdmin();
  await open(page, id);
  await page
    .getByRole('alert')
    .filter({ hasText: 'One person may request, approve and pay on this desk.' })
    .waitFor();
  await page
    .getByRole('alert')
    .filter({ hasText: 'requires a second factor only from people who have set one up' })
    .waitFor();
  await expectAccessible(page, 'a review with warnings');
  await runCommand(page, APPROVE);
  await badge(page, 'Approved');
  await runCommand(page, 'Record as paid – deducts $25.00 from the balance', {
    'Transaction hash': 'ef'.repeat(32),
  });
  await badge(page, 'Completed');
});

test('an expired rate is marked, and one click fixes a new one', async () => {
  const { richUser, withdrawal } = fixtures;
  const { id } = await withdrawal((await richUser('Rita of the rate')).id);
  await (await colleague('Ralph Rate')).withdrawals.approve.mutate({ id });
  const { page } = await openAsAdmin();
  // A rate is valid for at least a minute: here the response is changed to an expired rate.
  let isLate = true;
  await page.route('**/trpc/**', async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    if (route.request().url().includes('refreshRate')) isLate = false;
    await route.fulfill({
      response,
      body: isLate ? body.replaceAll(/"rateExpiresAt":"20\d\d/g, '"rateExpiresAt":"2001') : body,
    });
  });
  await open(page, id);
  await page.getByText('The rate has expired', { exact: true }).waitFor();
  await expectAccessible(page, 'a review with an expired rate');
  await page.getByRole('button', { name: 'Fix new rate' }).click();
  await page.getByText(/The rate is valid for \d+ min/).waitFor();
});

test('a withdrawal that was tampered with is red and can only be rejected', async () => {
  const { richUser, withdrawal } = fixtures;
  const { id } = await withdrawal((await richUser('Tess of the tampering')).id);
  const { page } = await openAsAdmin();
  // The database prevents such a change, so the test changes the response.
  const lookAlike = {
    address: 'TJRabXrwbZy45sbavfcjinPJC18kjpRTv8',
    message: 'It differs in only a few characters.',
    lastUsedAt: null,
  };
  await page.route('**/trpc/**', async (route) => {
    const response = await route.fetch();
    await route.fulfill({
      response,
      body: (await response.text())
        .replaceAll('"isIntact":true', '"isIntact":false')
        .replaceAll('"lookAlike":null', `"lookAlike":${JSON.stringify(lookAlike)}`),
    });
  });
  await open(page, id);
  await page.getByRole('alert').filter({ hasText: 'This withdrawal was tampered with' }).waitFor();
  await page
    .getByText('characters 6', { exact: false })
    .or(page.getByText('character 6', { exact: false }))
    .first()
    .waitFor();
  expect(await page.getByRole('region', { name: 'Actions' }).getByRole('button').allTextContents()).toEqual([
    'Reject– returns $25.00 to the user',
  ]);
  await expectAccessible(page, 'a review of a withdrawal that was tampered with');
});
