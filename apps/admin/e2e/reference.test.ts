import { expect, inject, test } from 'vitest';
import { openPage } from './support/browser.ts';

test('the API reference shows every group, from the desk alone, and breaks no rule of its own policy', async () => {
  const { page, problems, hosts } = await openPage();
  const answer = await page.goto('/docs');
  const policy = answer?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("default-src 'none'");
  await page.getByRole('heading', { name: /^Paydesk/ }).waitFor();
  for (const group of ['Payments', 'Withdrawals', 'Users', 'Events', 'Session'])
    await page.getByRole('link', { name: group, exact: true }).waitFor();
  await page
    .getByRole('button', { name: /POST \/charges/i })
    .first()
    .click();
  await page.getByText('INSUFFICIENT_FUNDS').first().waitFor();
  expect(problems).toEqual([]);
  expect([...hosts]).toEqual([new URL(inject('deskUrl')).host]);
});

test('on a phone the reference does not scroll sideways', async () => {
  const { page, problems } = await openPage({ viewport: { width: 390, height: 800 } });
  await page.goto('/docs');
  await page.getByRole('heading', { name: /^Paydesk/ }).waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  expect(problems).toEqual([]);
});
