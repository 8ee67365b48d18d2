import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { summary } from '../../test/rows.ts';
import { FIGURES } from '@paydesk/types/rules';
import { WaitingTiles } from './WaitingTiles.tsx';

it.each([
  ['Withdrawals to review', FIGURES.withdrawalsToReview, 'ASC'],
  ['Withdrawals to pay', FIGURES.withdrawalsToPay, 'ASC'],
  ['Change requests', FIGURES.changeRequests, 'ASC'],
  ['Suspense open', FIGURES.suspenseOpen, 'ASC'],
  ['Needs attention', FIGURES.needsAttention, 'ASC'],
  ['Deposits in flight', FIGURES.depositsInFlight, null],
])('%s opens its rows, what waits for a person with the oldest first', (name, { filter }, order) => {
  renderPage(startFakeDesk(), <WaitingTiles summary={summary()} />);
  const tile = screen.getByRole('link', { name: new RegExp(`^${name}`) });
  const { searchParams } = new URL(tile.getAttribute('href') ?? '', location.origin);
  expect(JSON.parse(searchParams.get('filter') ?? '')).toEqual(filter);
  expect(searchParams.get('order')).toBe(order);
});
