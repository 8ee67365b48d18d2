import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { securityOverview } from '../../test/rows.ts';
import { ProofPrompt } from '../commands/ProofPrompt.tsx';
import { SessionsPanel } from './SessionsPanel.tsx';

const HERE = '0198c0de-0000-7000-8000-0000000000e1';
const THERE = '0198c0de-0000-7000-8000-0000000000e2';

const session = (id: string) => ({
  id,
  isCurrent: id === HERE,
  createdAt: '2026-03-01T09:00:00.000Z',
  lastUsedAt: '2026-03-01T09:30:00.000Z',
  expiresAt: '2026-03-01T21:30:00.000Z',
  ipAddress: '192.0.2.1',
  userAgent: null,
});

it.each(['End session', 'End all others'])('“%s” asks for the second factor', async (button) => {
  const desk = startFakeDesk();
  desk.answer('security.overview', () => securityOverview());
  desk.answer('sessions.mine', () => ({ data: [session(HERE), session(THERE)] }));
  desk.answer('sessions.end', () => ({ ended: 1 }));
  desk.answer('sessions.endOthers', () => ({ ended: 1 }));
  const { person } = renderPage(
    desk,
    <>
      <SessionsPanel />
      <ProofPrompt />
    </>,
    { provider: 'real' },
  );
  await person.click(await screen.findByRole('button', { name: button }));
  const calls = () => desk.calls.filter(({ name }) => name.startsWith('sessions.end'));
  await person.type(await screen.findByLabelText('Authentication code'), '123456');
  await waitFor(() => expect(calls()).toHaveLength(1));
  expect(calls()[0]?.input).toEqual({
    ...(button === 'End session' && { id: THERE }),
    proof: { kind: 'totp', code: '123456' },
  });
});
