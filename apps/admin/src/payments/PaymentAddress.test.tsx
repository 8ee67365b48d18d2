import { screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeDesk, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { payment } from '../../test/rows.ts';
import { PaymentAddress } from './PaymentAddress.tsx';

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
});

it.each([
  ['Valid until', 3_600_000],
  ['Was valid until', -3_600_000],
])('says “%s” of an address by the clock, whatever was paid', async (label, ms) => {
  const expiresAt = new Date(Date.now() + ms).toISOString();
  renderPage(
    desk,
    <PaymentAddress payment={payment({ status: 'confirming', payAddress: 'T1', expiresAt })} />,
  );
  expect(await screen.findByText(label)).toBeTruthy();
});
