import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { ActionBar } from './ActionBar.tsx';
import { CommandButton } from './CommandButton.tsx';

const bar = (why: string | null, inBar = true) => {
  const buttons = (
    <>
      <CommandButton label="Refresh" action="payments.refresh" dialog={() => <p>the dialog</p>} />
      <CommandButton
        label="Cancel"
        action="payments.cancel"
        can={why === null ? { allowed: true } : { allowed: false, why }}
        dialog={() => <p>another dialog</p>}
      />
    </>
  );
  return inBar ? <ActionBar>{buttons}</ActionBar> : buttons;
};

it('puts what is not possible now into a menu that says why, reachable by keyboard', async () => {
  const { person } = renderPage(startFakeDesk(), bar('It is completed.'));
  await screen.findByRole('button', { name: 'Refresh' });
  expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  screen.getByRole('button', { name: 'Actions that are not possible now' }).focus();
  await person.keyboard('{Enter}');
  const item = await screen.findByRole('menuitem', { name: /Cancel/ });
  expect(item.textContent).toContain('It is completed.');
  expect(item.getAttribute('aria-disabled')).toBe('true');
  await person.click(item);
  expect(screen.queryByText('another dialog')).toBeNull();
  await person.keyboard('{Escape}');
  expect(document.activeElement).toBe(
    screen.getByRole('button', { name: 'Actions that are not possible now' }),
  );
});

it('has no menu when everything is possible', async () => {
  renderPage(startFakeDesk(), bar(null));
  await screen.findByRole('button', { name: 'Cancel' });
  expect(screen.queryByRole('button', { name: 'Actions that are not possible now' })).toBeNull();
});

it('outside of a bar the button stays, and says why', async () => {
  renderPage(startFakeDesk(), bar('It is completed.', false));
  const button = await screen.findByRole('button', { name: 'Cancel' });
  expect(button.getAttribute('aria-disabled')).toBe('true');
});
