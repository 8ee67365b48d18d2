import { screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeDesk, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { systemInfo } from '../../test/rows.ts';
import type { SystemInfo } from '../providers/records.ts';
import { VerificationBanner } from './SystemBanners.tsx';

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
});

async function open(lastVerification: SystemInfo['lastVerification']) {
  renderPage(
    desk,
    <>
      <VerificationBanner />
      <p>The page</p>
    </>,
  );
  desk.answer('system.info', () => systemInfo({ lastVerification }));
  await screen.findByText('The page');
}

const finishedAt = '2026-11-03T02:00:00.000Z';

it('says what the failed verification of the night found', async () => {
  await open({ ok: false, finishedAt, problem: 'transactions: a row is missing' });
  const banner = await screen.findByRole('alert');
  expect(banner.textContent).toContain('The database is damaged or was tampered with.');
  expect(banner.textContent).toContain('transactions: a row is missing');
});

it('names the log when nothing more is known', async () => {
  await open({ ok: false, finishedAt, problem: null });
  expect((await screen.findByRole('alert')).textContent).toContain('see the log');
});

it.each([null, { ok: true, finishedAt, problem: null }])('says nothing after %j', async (last) => {
  await open(last);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(screen.queryByRole('alert')).toBeNull();
});
