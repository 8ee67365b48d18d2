import type { Page, Request } from 'playwright-core';
import { expect, test } from 'vitest';
import { openAsAdmin } from './support/browser.ts';
import { createFixtures } from './support/fixtures.ts';
import { openAsNew } from './support/person.ts';
import { approveWaiting } from './support/settle.ts';

/** Pages look by themselves only while the stream is silent, after 30 seconds: what shows earlier came by the stream. */
const PUSHED = { timeout: 10_000 };

/** Opens a list and waits until the page hears of changes. */
async function openLive(page: Page, path: string): Promise<void> {
  await page.goto(`/#${path}`);
  const streaming = page.waitForResponse((response) => response.url().includes('/api/live/stream'));
  await page.reload();
  await streaming;
  await page.getByRole('button', { name: /^Waiting for you/ }).waitFor();
  await page.waitForTimeout(700);
}

const isStream = (request: Request) => request.url().includes('/api/live/stream');

test('what one person does shows in another browser without a reload', async () => {
  const other = await openAsNew('Lena Live', 'admin');
  await other.page.goto('/#/withdrawals');
  const stop = other.page.getByRole('button', { name: 'Stop all payouts' });
  await stop.waitFor();

  const { page, problems } = await openAsAdmin();
  await openLive(page, '/');
  await page.getByRole('button', { name: 'Stop all payouts' }).waitFor();
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));

  await stop.click();
  const dialog = other.page.getByRole('dialog');
  await dialog.getByLabel('Why').fill('someone else must see this');
  await dialog.getByRole('button', { name: 'Stop all payouts' }).click();
  const banner = page.getByRole('alert').filter({ hasText: 'All payouts are stopped' });
  await banner.getByText('someone else must see this').waitFor(PUSHED);

  const badge = page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('menuitem', { name: /^Change requests.* for you/ });
  expect(await badge.count()).toBe(0);
  await other.page
    .getByRole('alert')
    .filter({ hasText: 'All payouts are stopped' })
    .getByRole('button', { name: 'Resume payouts' })
    .click();
  await dialog.getByLabel('Why it is safe now').fill('it was a test');
  await dialog.getByRole('button', { name: 'Resume payouts' }).click();
  await badge.waitFor(PUSHED);

  await approveWaiting(other.page);
  await banner.waitFor({ state: 'detached', ...PUSHED });
  await badge.waitFor({ state: 'detached', ...PUSHED });
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
  expect(problems).toEqual([]);
});

test('what an app writes is seen in an open list at once', async () => {
  const { richUser, withdrawal } = await createFixtures();
  const user = await richUser('Paula Percentile');
  const { page } = await openAsAdmin();
  await openLive(page, `/withdrawals?filter=${JSON.stringify({ userId: user.id })}`);
  await page.mouse.move(5, 5);
  // Seen: the row is in the document of the other browser. One clock, that of the machine.
  await page.evaluate(() => {
    const seen: Record<string, number> = {};
    Object.assign(window, { seen });
    new MutationObserver(() => {
      for (const { textContent } of document.querySelectorAll('tbody a[href*="/withdrawals/"]'))
        if (textContent !== null) seen[textContent] ??= Date.now();
    }).observe(document.body, { childList: true, subtree: true });
  });
  const written = new Map<string, number>();
  for (let n = 0; n < 20; n += 1) {
    const { internalWithdrawalId } = await withdrawal(user.id);
    written.set(internalWithdrawalId, Date.now());
    // A person's pace, and not in step with anything.
    await page.waitForTimeout(250 + 83 * (n % 7));
  }
  const times = await page.waitForFunction(
    (count) => {
      const { seen } = window as unknown as { seen: Record<string, number> };
      return Object.keys(seen).length >= count ? seen : null;
    },
    written.size,
    PUSHED,
  );
  const seen = (await times.jsonValue()) as Record<string, number>;
  const delays = [...written]
    .map(([id, at]) => (seen[id] ?? Number.POSITIVE_INFINITY) - at)
    .toSorted((a, b) => a - b);
  const at = (share: number) => delays[Math.ceil(share * delays.length) - 1] ?? Number.POSITIVE_INFINITY;
  process.stdout.write(
    `written → seen of ${delays.length} changes: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms\n`,
  );
  // The goal is 500 ms, on a machine of its own; here other tests share it.
  expect(at(0.95)).toBeLessThan(3_000);
  expect(await page.locator('tbody tr[data-mark="new"]').count()).toBeGreaterThan(0);
});

test('new rows do not move a list that someone works in; they wait to be shown', async () => {
  const { richUser, withdrawal } = await createFixtures();
  const user = await richUser('Hanna Held');
  await withdrawal(user.id);
  const { page } = await openAsAdmin();
  await openLive(page, `/withdrawals?filter=${JSON.stringify({ userId: user.id })}`);
  const rows = page.locator('tbody tr');
  await rows.first().hover();
  await withdrawal(user.id);
  await withdrawal(user.id);
  const show = page.getByRole('button', { name: '2 new – show' });
  await show.waitFor(PUSHED);
  expect(await rows.count()).toBe(1);
  await show.click();
  await expect.poll(() => rows.count()).toBe(3);
  // Nothing holds it back any more.
  await page.mouse.move(5, 5);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await withdrawal(user.id);
  await expect.poll(() => rows.count()).toBe(4);
});

test('nothing is lost while the connection is cut', async () => {
  const { richUser, withdrawal } = await createFixtures();
  const user = await richUser('Rita Reconnect');
  const { page } = await openAsAdmin();
  await openLive(page, `/withdrawals?filter=${JSON.stringify({ userId: user.id })}`);
  await page.mouse.move(5, 5);
  await page.context().setOffline(true);
  const lost = await withdrawal(user.id);
  await page.waitForTimeout(1_500);
  expect(await page.getByText(lost.internalWithdrawalId).count()).toBe(0);
  await page.context().setOffline(false);
  await page.getByText(lost.internalWithdrawalId).waitFor(PUSHED);
});

test('ten tabs of a browser share one stream; when its tab is closed, another goes on', async () => {
  const { richUser, withdrawal } = await createFixtures();
  const user = await richUser('Tina Tabs');
  const { page } = await openAsAdmin();
  const context = page.context();
  const streams: Request[] = [];
  context.on('request', (request) => isStream(request) && streams.push(request));
  const path = `/#/withdrawals?filter=${JSON.stringify({ userId: user.id })}`;
  await page.goto(path);
  const tabs = [page];
  for (let n = 1; n < 10; n += 1) {
    const tab = await context.newPage();
    await tab.goto(path);
    await tab.getByRole('heading', { level: 1, name: 'Withdrawals' }).waitFor();
    tabs.push(tab);
  }
  await page.waitForTimeout(1_000);
  expect(streams.length).toBeLessThanOrEqual(1);
  const first = await withdrawal(user.id);
  await Promise.all(tabs.map(async (tab) => await tab.getByText(first.internalWithdrawalId).waitFor(PUSHED)));
  await page.close();
  const second = await withdrawal(user.id);
  await Promise.all(
    tabs.slice(1).map(async (tab) => await tab.getByText(second.internalWithdrawalId).waitFor(PUSHED)),
  );
});

test('colleagues see who looks and who has taken it; it is handed over, and found under the bell', async () => {
  const { richUser, withdrawal } = await createFixtures();
  const { id, internalWithdrawalId } = await withdrawal((await richUser('Willa Waits')).id);
  const priya = await openAsNew('Priya Nair', 'approver');
  const omar = await openAsNew('Omar Reyes', 'approver');
  const path = `/#/withdrawals/${id}/show`;
  await omar.page.goto('/#/withdrawals');
  await omar.page.getByText(internalWithdrawalId).waitFor();
  await priya.page.goto(path);

  const row = omar.page.getByRole('row').filter({ hasText: internalWithdrawalId });
  await row.getByText('Priya Nair looking at it now').waitFor({ state: 'attached', ...PUSHED });
  await priya.page.getByRole('button', { name: 'Take this' }).click();
  await row.getByText(/Priya Nair has taken it/).waitFor({ state: 'attached', ...PUSHED });

  await omar.page.goto(path);
  const people = (page: Page) => page.getByRole('group', { name: 'People on this page' });
  await people(omar.page).getByText('Priya Nair is looking at this now').waitFor(PUSHED);
  await people(priya.page).getByText('Omar Reyes is looking at this now').waitFor(PUSHED);
  await omar.page.getByRole('button', { name: /^Approve/ }).click();
  const dialog = omar.page.getByRole('dialog');
  await dialog.getByText(/Priya Nair has taken this/).waitFor();
  await dialog.getByRole('button', { name: 'Back' }).click();

  const bell = omar.page.getByRole('button', { name: /^Waiting for you/ });
  const before = Number(/: (\d+)/.exec((await bell.getAttribute('aria-label')) ?? '')?.[1]);
  await priya.page.getByRole('button', { name: 'Hand over…' }).click();
  const handOver = priya.page.getByRole('dialog', { name: 'Hand over' });
  await handOver.getByLabel('To').click();
  await priya.page.getByRole('option', { name: 'Omar Reyes' }).click();
  await handOver.getByRole('button', { name: 'Hand over' }).click();
  await people(omar.page)
    .getByText(/You have taken this/)
    .waitFor(PUSHED);
  await omar.page
    .getByRole('button', { name: new RegExp(`^Waiting for you: ${before + 1}\\b`) })
    .waitFor(PUSHED);
  expect(await omar.page.title()).toMatch(/^\(\d+\) /);
  await bell.click();
  const inbox = omar.page.getByRole('dialog', { name: 'Waiting for you' });
  await inbox.getByText('A withdrawal, handed over by Priya Nair').waitFor();

  // Every count is the number of rows of the list that it leads to.
  const groups = await inbox
    .getByRole('region')
    .evaluateAll((sections) => sections.map((section) => section.getAttribute('aria-label') ?? ''));
  expect(groups.length).toBeGreaterThan(1);
  for (const group of groups) {
    const [title = '', count = ''] = group.split(': ');
    await inbox.getByRole('link', { name: new RegExp(`^${title}`) }).click();
    await omar.page
      .getByRole('navigation', { name: 'Pages' })
      .getByText(new RegExp(`of ${count}$`))
      .waitFor(PUSHED);
    await bell.click();
  }
  await inbox.getByRole('button', { name: 'Mark all as seen' }).click();
  await omar.page.keyboard.press('Escape');
  await expect.poll(() => omar.page.title()).not.toMatch(/^\(/);

  await priya.page.close();
  await omar.page.goto(path);
  await expect.poll(() => people(omar.page).getByText('Priya Nair is looking').count()).toBe(0);
  expect(omar.problems).toEqual([]);
});
