import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeDesk, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { ENDPOINT, webhookDelivery, webhookEndpoint } from '../../test/webhookRows.ts';
import { WebhookDeliveryList } from './WebhookDeliveryList.tsx';

const page = <Row,>(data: Row[]) => ({ data, pageInfo: { hasNextPage: false, hasPreviousPage: false } });

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
  desk.answer('webhookEndpoints.list', () => page([webhookEndpoint()]));
  desk.answer('webhookEndpoints.get', () => webhookEndpoint());
});

it('shows what was sent where and what came of it, as a viewer sees it', async () => {
  desk.answer('webhookDeliveries.list', () =>
    page([
      webhookDelivery({ status: 'failed', lastStatus: null, lastError: 'it took more than 10 seconds' }),
    ]),
  );
  renderPage(desk, <WebhookDeliveryList />, { role: 'viewer' });
  const table = await screen.findByRole('table', { name: 'Webhook deliveries' });
  expect(within(table).getByText('payment.credited')).toBeDefined();
  expect(within(table).getByText('Failed')).toBeDefined();
  expect(within(table).getByText('it took more than 10 seconds')).toBeDefined();
  const link = await within(table).findByRole('link', { name: 'The shop' });
  expect(link.getAttribute('href')).toBe(`/webhookEndpoints/${ENDPOINT}/show`);
  expect(link.title).toBe('https://shop.example/hooks/paydesk');
});

it('names an endpoint without a description by its URL', async () => {
  desk.answer('webhookEndpoints.list', () => page([webhookEndpoint({ description: '' })]));
  desk.answer('webhookEndpoints.get', () => webhookEndpoint({ description: '' }));
  desk.answer('webhookDeliveries.list', () => page([webhookDelivery()]));
  renderPage(desk, <WebhookDeliveryList />);
  expect(await screen.findByRole('link', { name: 'https://shop.example/hooks/paydesk' })).toBeDefined();
});

it('filters by endpoint, state and event type', async () => {
  desk.answer('webhookDeliveries.list', () => page([webhookDelivery()]));
  const { person } = renderPage(desk, <WebhookDeliveryList />);
  await screen.findByRole('table', { name: 'Webhook deliveries' });
  for (const [label, choice] of [
    ['Endpoint', /^The shop/],
    ['State', 'Failed'],
    ['Event type', 'payment.credited'],
  ] as const) {
    await person.click(screen.getByRole('combobox', { name: label }));
    await person.click(await screen.findByRole('option', { name: choice }));
    await waitFor(() => expect(screen.queryByRole('listbox')).toBeNull());
  }
  await waitFor(() =>
    expect(desk.inputsOf('webhookDeliveries.list').at(-1)?.filter).toEqual({
      endpointId: ENDPOINT,
      status: 'failed',
      eventType: 'payment.credited',
    }),
  );
});

it('says that nothing was sent yet', async () => {
  desk.answer('webhookDeliveries.list', () => page([]));
  renderPage(desk, <WebhookDeliveryList />);
  expect(await screen.findByText('Nothing was sent yet.')).toBeDefined();
});
