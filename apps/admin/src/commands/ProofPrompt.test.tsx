import { screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeDesk, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { securityOverview, user } from '../../test/rows.ts';
import { callAction } from '../providers/actions.ts';
import { isProofDeclined } from './proofDeclined.ts';
import { ProofPrompt } from './ProofPrompt.tsx';

const KEY = '0198c0de-0000-7000-8000-0000000000d1';

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
  desk.answer('security.overview', () => securityOverview());
});

async function open(overview: Parameters<typeof securityOverview>[0] = {}) {
  desk.answer('security.overview', () => securityOverview(overview));
  const { person } = renderPage(
    desk,
    <>
      <p>The page</p>
      <ProofPrompt />
    </>,
    { provider: 'real' },
  );
  await screen.findByText('The page');
  return person;
}

const dialog = () => screen.findByRole('dialog', { name: 'Confirm with your second factor' });

it('asks for the second factor of an action without a dialog, and sends it with the input', async () => {
  desk.answer('users.revokeTokens', () => ({ userId: KEY, revoked: 2 }));
  const person = await open();
  const work = callAction('users.revokeTokens', { userId: KEY });
  await dialog();
  await person.type(await screen.findByLabelText('Authentication code'), '123456');
  await expect(work).resolves.toEqual({ userId: KEY, revoked: 2 });
  expect(desk.inputsOf('users.revokeTokens')).toEqual([
    { userId: KEY, proof: { kind: 'totp', code: '123456' } },
  ]);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('sends nothing when the person goes back', async () => {
  const person = await open();
  const work = callAction('users.revokeTokens', { userId: KEY }).catch((error: unknown) => error);
  await dialog();
  await person.click(screen.getByRole('button', { name: 'Back' }));
  expect(isProofDeclined(await work)).toBe(true);
  expect(desk.inputsOf('users.revokeTokens')).toEqual([]);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('asks about one action at a time: the earlier one is not sent', async () => {
  desk.answer('users.revokeTokens', () => ({ userId: KEY, revoked: 0 }));
  const person = await open();
  const first = callAction('users.revokeTokens', { userId: KEY }).catch((error: unknown) => error);
  await dialog();
  const second = callAction('users.revokeTokens', { userId: user().id });
  expect(isProofDeclined(await first)).toBe(true);
  await person.type(await screen.findByLabelText('Authentication code'), '654321');
  await second;
  expect(desk.inputsOf('users.revokeTokens').map(({ userId }) => userId)).toEqual([user().id]);
});

it('asks nothing for a routine action', async () => {
  desk.answer('users.upsert', () => user());
  await open();
  await callAction('users.upsert', { externalId: 'customer-17', username: 'Anna' });
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(desk.inputsOf('users.upsert')).toEqual([{ externalId: 'customer-17', username: 'Anna' }]);
});
