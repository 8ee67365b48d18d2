import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { CurrencyChanges } from './CurrencyChanges.tsx';

it('leads to the currencies whose change waits for a person', async () => {
  renderPage(startFakeDesk(), <CurrencyChanges count={2} />);
  const link = await screen.findByRole('link', { name: '2 currencies' });
  expect(decodeURIComponent(link.getAttribute('href') ?? '')).toContain('"hasPendingChange":true');
});
