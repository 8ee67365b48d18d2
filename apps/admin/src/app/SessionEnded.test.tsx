import { useQuery } from '@tanstack/react-query';
import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { securityOverview, session, systemInfo, user } from '../../test/rows.ts';
import { onSignedOut } from '../providers/authClient.ts';
import { useSession } from '../providers/session.ts';
import { trpc } from '../providers/trpc.ts';
import { FreezeButton } from '../users/actions/FreezeButton.tsx';
import { SessionEnded } from './SessionEnded.tsx';

let desk: FakeDesk;
/** Who signs in next, and whether a second factor is asked. */
let signsIn: { id: string; needsCode: boolean; isKnown: boolean };

beforeEach(() => {
  desk = startFakeDesk();
  desk.answer('security.overview', () => securityOverview({ methods: [] }));
  signsIn = { id: session().id, needsCode: false, isKnown: true };
});

vi.mock('../providers/authClient.ts', async (importOriginal) => ({
  ...(await importOriginal<typeof import('../providers/authClient.ts')>()),
  authClient: {
    signIn: { email: async () => ({ data: { twoFactorRedirect: signsIn.needsCode }, error: null }) },
    twoFactor: { verifyTotp: async () => ({ data: {}, error: null }) },
    getSession: async () =>
      signsIn.isKnown
        ? { data: { user: { id: signsIn.id } }, error: null }
        : { data: null, error: { status: 503 } },
  },
}));

const signedOut = vi.fn();

/** A page that reads something, with an action that needs a reason. */
function Page() {
  const { data } = useQuery({ queryKey: ['system', 'about'], queryFn: () => trpc.system.info.query() });
  return (
    <>
      <SessionEnded />
      <p>{useSession() ? 'Known' : 'Unknown'}</p>
      <p>{`Version ${data?.version ?? '…'}`}</p>
      <FreezeButton user={user()} />
    </>
  );
}

/** Opens the page, types a reason into the dialog, and confirms it after the session has ended. */
async function endSessionInDialog() {
  const { person } = renderPage(desk, <Page />);
  await screen.findByText('Known');
  await person.click(await screen.findByRole('button', { name: 'Freeze' }));
  await person.type(await screen.findByLabelText(/Why/), 'asked by phone');
  desk.answer('users.freeze', () => {
    throw new Rejection('UNAUTHENTICATED');
  });
  await person.click(screen.getByRole('button', { name: 'Freeze user' }));
  const dialog = await screen.findByRole('dialog', { name: 'Your session has ended' });
  return { person, dialog };
}

const typed = () => screen.getByLabelText(/Why/);

it('asks the person to sign in again over the page, keeps what was typed, and sends nothing by itself', async () => {
  const { person, dialog } = await endSessionInDialog();
  within(dialog).getByText('Sign in again to go on: what you typed is kept.');
  expect(within(dialog).getByLabelText<HTMLInputElement>('E-mail').value).toBe('ben@example.com');
  expect(document.activeElement).toBe(within(dialog).getByLabelText('Password'));
  await person.type(within(dialog).getByLabelText('Password'), 'a long password');
  await person.click(within(dialog).getByRole('button', { name: 'Sign in' }));
  await waitFor(() => expect(screen.queryByText('Your session has ended')).toBeNull());
  expect(typed()).toHaveProperty('value', 'asked by phone');
  expect(desk.inputsOf('users.freeze')).toHaveLength(1);
  desk.answer('users.freeze', () => user({ isFrozen: true }));
  await person.click(screen.getByRole('button', { name: 'Freeze user' }));
  await screen.findByText('User frozen');
  expect(desk.inputsOf('users.freeze')).toHaveLength(2);
});

it('asks for the second factor where the account has one', async () => {
  signsIn.needsCode = true;
  const { person, dialog } = await endSessionInDialog();
  await person.type(within(dialog).getByLabelText('Password'), 'a long password');
  await person.click(within(dialog).getByRole('button', { name: 'Sign in' }));
  await person.type(await within(dialog).findByLabelText('Authentication code'), '123456');
  await person.click(within(dialog).getByRole('button', { name: 'Verify' }));
  await waitFor(() => expect(screen.queryByText('Your session has ended')).toBeNull());
  expect(typed()).toHaveProperty('value', 'asked by phone');
});

it('warns another person, and loads the page again without what was typed', async () => {
  signsIn.id = '0198c0de-0000-7000-8000-0000000000b9';
  const stop = onSignedOut(signedOut);
  const { person, dialog } = await endSessionInDialog();
  await person.type(within(dialog).getByLabelText('Password'), 'a long password');
  await person.click(within(dialog).getByRole('button', { name: 'Sign in' }));
  await within(dialog).findByText(/You have signed in as someone else/);
  expect(signedOut).not.toHaveBeenCalled();
  await person.click(within(dialog).getByRole('button', { name: 'Load the page again' }));
  expect(signedOut).toHaveBeenCalledOnce();
  stop();
});

it('keeps what was typed while the desk cannot say who has signed in', async () => {
  signsIn.isKnown = false;
  const { person, dialog } = await endSessionInDialog();
  await person.type(within(dialog).getByLabelText('Password'), 'a long password');
  await person.click(within(dialog).getByRole('button', { name: 'Sign in' }));
  await within(dialog).findByText(/The desk does not answer/);
  signsIn.isKnown = true;
  await person.click(within(dialog).getByRole('button', { name: 'Sign in' }));
  await waitFor(() => expect(screen.queryByText('Your session has ended')).toBeNull());
  expect(typed()).toHaveProperty('value', 'asked by phone');
});

it('reads wait for the sign-in, and are answered then', async () => {
  desk.answer('users.freeze', () => user());
  const { person } = renderPage(desk, <Page />);
  await screen.findByText('Known');
  await person.click(await screen.findByRole('button', { name: 'Freeze' }));
  await person.type(await screen.findByLabelText(/Why/), 'asked by phone');
  desk.answer('system.info', () => {
    throw new Rejection('UNAUTHENTICATED');
  });
  const read = trpc.system.info.query();
  const dialog = await screen.findByRole('dialog', { name: 'Your session has ended' });
  const info = desk.calls.filter(({ name }) => name === 'system.info').length;
  desk.answer('system.info', () => systemInfo({ version: '9.9.9' }));
  await person.type(within(dialog).getByLabelText('Password'), 'a long password');
  await person.click(within(dialog).getByRole('button', { name: 'Sign in' }));
  await expect(read).resolves.toMatchObject({ version: '9.9.9' });
  expect(desk.calls.filter(({ name }) => name === 'system.info').length).toBeGreaterThan(info);
});

it('a page on which nothing is typed is that of someone who is signed out', async () => {
  const left = vi.fn();
  const stop = onSignedOut(left);
  renderPage(desk, <Page />);
  await screen.findByText('Known');
  desk.answer('system.info', () => {
    throw new Rejection('UNAUTHENTICATED');
  });
  await expect(trpc.system.info.query()).rejects.toThrow('Your session is over');
  expect(left).toHaveBeenCalled();
  expect(screen.queryByText('Your session has ended')).toBeNull();
  stop();
});
