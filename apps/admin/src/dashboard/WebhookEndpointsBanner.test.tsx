import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { WebhookEndpointsBanner } from './WebhookEndpointsBanner.tsx';

test('a disabled endpoint is announced, and before one that fails', () => {
  render(<WebhookEndpointsBanner disabled={1} failing={2} />);
  expect(screen.getByRole('alert').textContent).toContain('A webhook endpoint was disabled');
});

test('endpoints that fail are counted; without any there is no banner', () => {
  const { rerender } = render(<WebhookEndpointsBanner disabled={0} failing={2} />);
  expect(screen.getByRole('alert').textContent).toContain('2 webhook endpoints fail');
  rerender(<WebhookEndpointsBanner disabled={0} failing={0} />);
  expect(screen.queryByRole('alert')).toBeNull();
});
