import { type Permission, ROLE_PERMISSIONS } from '@paydesk/types/rules';
import { screen, waitFor } from '@testing-library/react';
import { Link } from 'react-router-dom';
import { beforeEach, expect, it } from 'vitest';
import { type FakeDesk, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { CommandButton } from '../commands/CommandButton.tsx';
import { RequireSecondFactor } from './RequireSecondFactor.tsx';

const READING = ROLE_PERMISSIONS.viewer;

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
});

/** The frame around a page with one action. */
const open = (mustEnrol: boolean, permissions: readonly Permission[]) =>
  renderPage(
    desk,
    <>
      <Link to="/users">Users</Link>
      <RequireSecondFactor>
        <CommandButton label="Freeze" action="users.freeze" dialog={() => <p>It opened</p>} />
        <CommandButton label="Audit" action="staff.invite" dialog={() => <p>It opened</p>} />
      </RequireSecondFactor>
    </>,
    { role: 'approver', route: '/*', person: { mustEnrol, permissions: [...permissions] } },
  ).person;

const reminder = () => screen.queryByText('Your role requires a second factor.');

it('sends a person who has to set up a second factor to that page once, and lets them read', async () => {
  const person = open(true, READING);
  // The page where it is set up has no reminder: it says so itself.
  await screen.findByRole('button', { name: 'Freeze' });
  await waitFor(() => expect(reminder()).toBeNull());
  await person.click(screen.getByRole('link', { name: 'Users' }));
  await screen.findByText('Your role requires a second factor.');
  expect(screen.getByRole('link', { name: 'Set it up' }).getAttribute('href')).toBe('/security');
});

it('shows the actions of the role with the reason why they do not work yet, and no others', async () => {
  const person = open(true, READING);
  const button = await screen.findByRole('button', { name: 'Freeze' });
  expect(button.getAttribute('aria-disabled')).toBe('true');
  expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
    'Set up a second factor first: see “Security”.',
  );
  await person.click(button);
  expect(screen.queryByText('It opened')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Audit' })).toBeNull();
});

it('keeps a person who may not even read on the page where it is set up', async () => {
  const person = open(true, ['session.read']);
  await screen.findByRole('button', { name: 'Freeze' });
  await person.click(screen.getByRole('link', { name: 'Users' }));
  expect(reminder()).toBeNull();
});

it('changes nothing for everyone else', async () => {
  const person = open(false, ROLE_PERMISSIONS.approver);
  await person.click(await screen.findByRole('button', { name: 'Freeze' }));
  await screen.findByText('It opened');
  expect(reminder()).toBeNull();
});
