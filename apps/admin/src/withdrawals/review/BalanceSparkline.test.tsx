import { screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeDesk, startFakeDesk } from '../../../test/fakeDesk.ts';
import { renderPage } from '../../../test/renderPage.tsx';
import { BalanceSparkline } from './BalanceSparkline.tsx';

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
});

it('has its first day on the left and its last on the right in every language, as the line has', async () => {
  const days = [
    { day: '2026-09-01', balanceUsd: '0.00' },
    { day: '2026-11-29', balanceUsd: '10.00' },
  ];
  renderPage(desk, <BalanceSparkline days={days} />);
  const [first] = await screen.findAllByText('Sep 1, 2026');
  expect(first?.parentElement?.getAttribute('dir')).toBe('ltr');
  expect(first?.nextSibling?.textContent).toBe('Nov 29, 2026');
});
