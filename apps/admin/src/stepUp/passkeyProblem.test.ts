import { expect, it } from 'vitest';
import { passkeyProblem } from './passkeyProblem.ts';

const named = (name: string, code?: string) =>
  Object.assign(new Error('from the browser'), { name, ...(code && { code }) });

it('stays calm when the prompt was closed', () => {
  const problem = passkeyProblem(named('NotAllowedError', 'ERROR_PASSTHROUGH_SEE_CAUSE_PROPERTY'));
  expect(problem.cancelled).toBe(true);
  expect(problem.message).toContain('Nothing was sent');
});

it('names the reason where the browser gives one', () => {
  const problem = passkeyProblem(named('InvalidStateError', 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED'));
  expect(problem).toMatchObject({
    cancelled: false,
    message: 'This device has a passkey of this account already.',
  });
});

it('shows no word of the browser’s own', () => {
  expect(passkeyProblem(named('EncodingError')).message).not.toContain('from the browser');
});
