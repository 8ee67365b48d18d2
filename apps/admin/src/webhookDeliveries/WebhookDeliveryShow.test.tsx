import type { StaffRole } from '@paydesk/types/rules';
import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { DELIVERY, webhookAttempt, webhookDelivery, webhookEndpoint } from '../../test/webhookRows.ts';
import type { WebhookDelivery } from '../providers/records.ts';
import { WebhookDeliveryShow } from './WebhookDeliveryShow.tsx';

const AGAIN = '0198c0de-0000-7000-8000-0000000000df';
const BODY = '{"id":"0198c0de-0000-7000-8000-0000000000ee","sequence":4711}';

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
  desk.answer('webhookEndpoints.get', () => webhookEndpoint());
});

async function open(changes: Partial<WebhookDelivery> = {}, role: StaffRole = 'operator') {
  desk.answer('webhookDeliveries.get', () =>
    webhookDelivery({ log: [webhookAttempt()], body: BODY, bodyIsAsSent: true, ...changes }),
  );
  const { person } = renderPage(desk, <WebhookDeliveryShow />, {
    role,
    path: `/webhookDeliveries/${DELIVERY}/show`,
    route: '/webhookDeliveries/:id/show',
  });
  await screen.findByRole('region', { name: 'Details' });
  return person;
}

describe('the delivery', () => {
  it('shows each request with its answer, the newest first', async () => {
    await open({
      status: 'failed',
      attempts: 2,
      log: [
        webhookAttempt({
          id: '0198c0de-0000-7000-8000-0000000000a8',
          responseStatus: null,
          responseHeaders: null,
          responseBody: null,
          error: 'connect ECONNREFUSED',
        }),
        webhookAttempt({ responseStatus: 500, responseBody: 'x'.repeat(4096), durationMs: 812 }),
      ],
    });
    const panels = screen.getAllByRole('region', { name: /^Attempt \d$/ });
    expect(panels.map((panel) => panel.querySelector('h2')?.textContent)).toEqual(['Attempt 2', 'Attempt 1']);
    const [second, first] = panels;
    expect(second?.textContent).toContain('Status 500');
    expect(second?.textContent).toContain('812 ms');
    expect(second?.textContent).toContain('content-type: text/plain');
    expect(second?.textContent).toContain('x'.repeat(4096));
    expect(first?.textContent).toContain('No answer');
    expect(first?.textContent).toContain('connect ECONNREFUSED');
    expect(screen.getByRole('region', { name: 'Request headers of attempt 1' }).textContent).toContain(
      'content-type: application/json',
    );
  });

  it('says when the body is not the one that was sent', async () => {
    await open({ bodyIsAsSent: false });
    expect((await screen.findByRole('alert')).textContent).toMatch(/its user was anonymised/);
  });

  it('is sent again by an operator, and the new delivery is opened', async () => {
    desk.answer('webhookDeliveries.resend', () => webhookDelivery({ id: AGAIN, kind: 'resend' }));
    const person = await open();
    await person.click(await screen.findByRole('button', { name: 'Resend' }));
    await person.click(await screen.findByRole('button', { name: 'Send again' }));
    await waitFor(() => expect(desk.inputsOf('webhookDeliveries.get').at(-1)).toEqual({ id: AGAIN }));
    expect(desk.inputsOf('webhookDeliveries.resend')).toEqual([{ id: DELIVERY }]);
  });

  it('cannot be sent again or explained once its event was removed', async () => {
    await open({ body: null, bodyIsAsSent: null });
    const button = await screen.findByRole('button', { name: 'Resend' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(screen.queryByRole('region', { name: 'Why did verification fail?' })).toBeNull();
  });

  it('is only read by a viewer', async () => {
    await open({}, 'viewer');
    await screen.findByRole('region', { name: 'Why did verification fail?' });
    expect(screen.queryByRole('button', { name: 'Resend' })).toBeNull();
  });
});

describe('why verification failed', () => {
  async function explain({ headers = '', body = '', computed = '' }) {
    const person = await open({}, 'viewer');
    for (const [name, text] of [
      [/^Headers/, headers],
      [/^Body/, body],
      [/^Computed signature/, computed],
    ] as const) {
      if (text === '') continue;
      await person.click(screen.getByRole('textbox', { name }));
      await person.paste(text);
    }
    await person.click(screen.getByRole('button', { name: 'Explain' }));
    return person;
  }

  it('sends what was pasted, the body untouched, and answers in sentences', async () => {
    desk.answer('webhookDeliveries.explain', () => ({
      findings: [
        { code: 'HEADER_MISSING', message: 'webhook-timestamp is missing: does a proxy drop headers?' },
        { code: 'BODY_WITH_SPACE', message: 'a line break or blanks were added around the body' },
      ],
    }));
    await explain({
      headers: 'webhook-id: an-id\nwebhook-signature: v1,abc=',
      body: ` ${BODY}\n`,
      computed: ' v1,xyz= ',
    });
    const list = await screen.findByRole('list', { name: 'What differs' });
    expect(
      within(list)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'webhook-timestamp is missing: does a proxy drop headers?',
      'A line break or blanks were added around the body.',
    ]);
    expect(desk.inputsOf('webhookDeliveries.explain')).toEqual([
      {
        id: DELIVERY,
        body: ` ${BODY}\n`,
        webhookId: 'an-id',
        webhookSignature: 'v1,abc=',
        computedSignature: 'v1,xyz=',
      },
    ]);
  });

  it('says that nothing differs, and what else helps', async () => {
    desk.answer('webhookDeliveries.explain', () => ({ findings: [] }));
    await explain({ body: BODY });
    expect(await screen.findByText(/^Nothing differs/)).toBeDefined();
    expect(screen.getByText(/add the signature that it computed/)).toBeDefined();
  });

  it('shows why the desk could not compare, and not an earlier answer', async () => {
    desk.answer('webhookDeliveries.explain', () => ({ findings: [] }));
    const person = await explain({ body: BODY });
    await screen.findByText(/^Nothing differs/);
    desk.answer('webhookDeliveries.explain', () => {
      throw new Rejection('RATE_LIMITED');
    });
    await person.click(screen.getByRole('button', { name: 'Explain' }));
    await waitFor(() => expect(screen.getByRole('alert').textContent).toMatch(/^Too many requests/));
    expect(screen.queryByText(/^Nothing differs/)).toBeNull();
  });
});
