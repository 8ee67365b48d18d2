import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { startFakeDesk } from '../../../test/fakeDesk.ts';
import { renderPage } from '../../../test/renderPage.tsx';
import { CreateStaffButton } from './CreateStaffButton.tsx';

it('is offered while the simulator is in use', async () => {
  renderPage(startFakeDesk(), <CreateStaffButton />);
  expect(await screen.findByRole('button', { name: 'Create staff' })).toBeDefined();
});

it('is not offered with a real provider: people are invited', async () => {
  const desk = startFakeDesk();
  renderPage(desk, <CreateStaffButton />, { provider: 'real' });
  await waitFor(() => expect(desk.inputsOf('system.info')).not.toEqual([]));
  expect(screen.queryByRole('button', { name: 'Create staff' })).toBeNull();
});
