import { expect, test } from 'vitest';
import { expectAccessible } from './support/axe.ts';
import { openAsAdmin } from './support/browser.ts';

test('the menu leads to the system checks, which run on the desk, by keyboard too', async () => {
  const { page, problems } = await openAsAdmin();
  await page.getByRole('menuitem', { name: 'System checks' }).click();
  await page.getByRole('heading', { level: 1, name: 'System checks' }).waitFor();
  const database = page.getByRole('region', { name: 'Database' });
  await database.getByText('The database answers.').waitFor();
  expect(await page.locator('[data-check]').count()).toBeGreaterThan(30);
  expect(await page.locator('[data-check=migrations]').getAttribute('data-state')).toBe('ok');
  // Who owns the files of the test is not what the page is about: only that a warning has its advice.
  for (const line of await page.locator('[data-state=failed], [data-state=warning]').all())
    expect(await line.textContent()).toContain('What to do: ');
  await expectAccessible(page, 'the system checks');

  const again = page.getByRole('button', { name: 'Check again', exact: true });
  await again.waitFor({ timeout: 30_000 });
  await again.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Check again in \d+ s$/ }).waitFor();
  // The focus stays on the button while it waits.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Check again in/);
  for (const width of [390, 820, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  }
  expect(problems).toEqual([]);
});
