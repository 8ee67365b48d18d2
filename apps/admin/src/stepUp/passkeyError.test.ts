import { expect, it } from 'vitest';
import { toPasskeyError } from './passkeyError.ts';

const named = (name: string, code?: string) =>
  Object.assign(new Error('from the browser'), { name, ...(code && { code }) });

it('reports no error when the prompt was closed', () => {
  const problem = toPasskeyError(named('NotAllowedError', 'ERROR_PASSTHROUGH_SEE_CAUSE_PROPERTY'));
  expect(problem.cancelled).toBe(true);
  expect(problem.message).toContain('Nothing was sent');
});

it('names the reason where the browser gives one', () => {
  const problem = toPasskeyError(named('InvalidStateError', 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED'));
  expect(problem).toMatchObject({
    cancelled: false,
    message: 'This device has a passkey of this account already.',
  });
});

it('shows nothing of the browser’s own message', () => {
  expect(toPasskeyError(named('EncodingError')).message).not.toContain('from the browser');
});
