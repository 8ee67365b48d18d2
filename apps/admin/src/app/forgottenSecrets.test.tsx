import { act, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeDesk, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { securityOverview } from '../../test/rows.ts';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { noteField, passwordField } from '../commands/CommandField.tsx';
import { announceSessionEnded } from '../providers/authClient.ts';
import { ChangePassword } from '../security/ChangePassword.tsx';

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
  desk.answer('security.overview', () =>
    securityOverview({ methods: ['totp', 'recoveryCode'], totpEnabled: true }),
  );
});

const input = (name: RegExp | string) => screen.findByLabelText<HTMLInputElement>(name);

it('a dialog whose session has ended keeps a reason, and no password and no code', async () => {
  const { person } = renderPage(
    desk,
    <CommandDialog
      title="Stop?"
      explain="At once."
      fields={[noteField('Why'), passwordField]}
      stepUp={() => ({ kind: 'approve', ids: [] })}
      demand="policy"
      confirmLabel="Stop"
      run={() => Promise.resolve({})}
      done="Stopped"
      close={() => {}}
    />,
  );
  await person.type(await input(/Why/), 'asked by phone');
  await person.type(await input(new RegExp(passwordField.label)), 'a secret');
  await person.type(await input('Authentication code'), '12345');
  act(() => void announceSessionEnded());
  expect((await input(/Why/)).value).toBe('asked by phone');
  expect((await input(new RegExp(passwordField.label))).value).toBe('');
  expect((await input('Authentication code')).value).toBe('');
});

it('the form for another password is emptied', async () => {
  const { person } = renderPage(desk, <ChangePassword />);
  const passwords = await screen.findAllByLabelText<HTMLInputElement>(/password/i);
  const inputs = passwords.filter(({ type }) => type === 'password');
  expect(inputs).toHaveLength(2);
  for (const one of inputs) await person.type(one, 'a secret');
  act(() => void announceSessionEnded());
  expect(inputs.map(({ value }) => value)).toEqual(['', '']);
});
