import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { afterThis, DoneBanner } from './DoneBanner.tsx';

const show = (queue: Parameters<typeof afterThis>[0]) =>
  renderPage(
    startFakeDesk(),
    <DoneBanner
      done={{ message: 'Approved.', ...afterThis(queue) }}
      resource="withdrawals"
      filter={{}}
      kind="review"
    />,
  );

it('goes on with what waits before it, when nothing waits after it', async () => {
  show({ position: 5, total: 5, previousId: 'before', nextId: null });
  expect((await screen.findByRole('link', { name: 'Next' })).getAttribute('href')).toContain('before');
  expect(screen.queryByText(/the last one/)).toBeNull();
});

it('calls one the last only if nothing else waited', async () => {
  show({ position: 1, total: 1, previousId: null, nextId: null });
  await screen.findByText(/That was the last one to review\./);
  expect(screen.getByRole('link', { name: 'Back to the list' })).toBeTruthy();
});

it('says nothing about the queue of a row that did not wait in it', async () => {
  show({ position: null, total: 0, previousId: null, nextId: null });
  await screen.findByText('Approved.');
});
