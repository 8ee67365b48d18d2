import { screen, waitFor } from '@testing-library/react';
import { ResourceContextProvider } from 'react-admin';
import { expect, it } from 'vitest';
import { startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { currency, securityOverview } from '../../test/rows.ts';
import { CurrencyEdit } from './CurrencyEdit.tsx';

it('sends only what was changed: the minimum that is shown may be the provider’s', async () => {
  const desk = startFakeDesk();
  const row = currency({ minAmountUsd: '11.65', sortOrder: 100 });
  desk.answer('security.overview', () => securityOverview());
  desk.answer('currencies.get', () => row);
  desk.answer('currencies.update', () => row);
  const { person } = renderPage(
    desk,
    <ResourceContextProvider value="currencies">
      <CurrencyEdit />
    </ResourceContextProvider>,
    { role: 'admin', path: `/currencies/${row.id}`, route: '/currencies/:id' },
  );
  const order = await screen.findByLabelText(/^Sort order/);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(`Edit ${row.displayName}`);
  await person.clear(order);
  await person.type(order, '7');
  await person.click(screen.getByRole('button', { name: 'Save currency' }));
  await waitFor(() =>
    expect(desk.inputsOf('currencies.update')).toMatchObject([{ id: row.id, sortOrder: 7 }]),
  );
  expect(desk.inputsOf('currencies.update')[0]).not.toHaveProperty('minAmountUsd');
});
