import { render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import { expect, test } from 'vitest';
import { WebhookEndpointsBanner } from './WebhookEndpointsBanner.tsx';

const banner = (counts: { disabled: number; failing: number }) => (
  <MemoryRouter>
    <WebhookEndpointsBanner {...counts} />
  </MemoryRouter>
);

const filterOf = (link: HTMLElement): unknown => {
  const [path, query] = (link.getAttribute('href') ?? '').split('?');
  expect(path).toBe('/webhookEndpoints');
  return JSON.parse(new URLSearchParams(query).get('filter') ?? '');
};

test('a disabled endpoint is announced, and before one that fails; the list shows the disabled ones', () => {
  render(banner({ disabled: 1, failing: 2 }));
  expect(screen.getByRole('alert').textContent).toContain('A webhook endpoint was disabled');
  expect(filterOf(screen.getByRole('link', { name: 'Show disabled endpoints' }))).toEqual({
    isDisabledByDesk: true,
  });
});

test('endpoints that fail are counted; without any there is no banner', () => {
  const { rerender } = render(banner({ disabled: 0, failing: 2 }));
  expect(screen.getByRole('alert').textContent).toContain('2 webhook endpoints fail');
  expect(filterOf(screen.getByRole('link', { name: 'Show endpoints' }))).toEqual({ isFailing: true });
  rerender(banner({ disabled: 0, failing: 0 }));
  expect(screen.queryByRole('alert')).toBeNull();
});
