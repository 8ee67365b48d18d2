import { describe, expect, it } from 'vitest';
import { describeError } from './describeError.ts';

const refusal = (data: object, message = '') => Object.assign(new Error(message), { data });

describe('describeError', () => {
  it('has its own message for a known reason', () => {
    const { message, reason } = describeError(
      refusal({ reason: 'PROVIDER_UNAVAILABLE', httpStatus: 503 }, 'ECONNREFUSED'),
    );
    expect(reason).toBe('PROVIDER_UNAVAILABLE');
    expect(message).toContain('Nothing was changed');
  });

  it('shows the server’s message, as a sentence, where it has none of its own', () => {
    expect(
      describeError(
        refusal({ reason: 'SAME_PERSON', httpStatus: 403 }, 'who requested a withdrawal cannot approve it'),
      ).message,
    ).toBe('Who requested a withdrawal cannot approve it.');
  });

  it('tells a typed cursor of events from the cursor of a list', () => {
    const messageOf = (path: string) =>
      describeError(
        refusal({ reason: 'INVALID_CURSOR', httpStatus: 400, path }, 'the cursor is ahead of the desk'),
      ).message;
    expect(messageOf('webhookEndpoints.replay')).toBe('The cursor is ahead of the desk.');
    expect(messageOf('webhookEndpoints.list')).toMatch(/^The list has changed/);
    expect(messageOf('payments.list')).toMatch(/^The list has changed/);
  });

  it('reads flattened field errors', () => {
    const { fieldErrors, message } = describeError(
      refusal(
        {
          reason: 'INVALID_INPUT',
          httpStatus: 400,
          zodError: { formErrors: [], fieldErrors: { amountUsd: ['must be more than 0.00'] } },
        },
        'x',
      ),
    );
    expect(fieldErrors).toEqual({ amountUsd: 'must be more than 0.00' });
    expect(message).toBe('Please correct the marked fields.');
  });

  it('reads a list of issues as well', () => {
    const zodError = {
      issues: [
        { path: ['walletAddress'], message: 'too short' },
        { path: [], message: 'not for a field' },
      ],
    };
    expect(describeError(refusal({ httpStatus: 400, zodError })).fieldErrors).toEqual({
      walletAddress: 'too short',
    });
  });

  it('names the field that a refusal is about', () => {
    const { fieldErrors } = describeError(
      refusal({ reason: 'INVALID_ADDRESS', httpStatus: 422 }, 'this is a TRON address'),
    );
    expect(fieldErrors).toEqual({ walletAddress: 'This is a TRON address.' });
  });

  it('reports an unreachable desk when there was no answer', () => {
    const { status, message } = describeError(new TypeError('Failed to fetch'));
    expect(status).toBe(0);
    expect(message).toContain('does not answer');
  });

  it('never shows what broke inside the server', () => {
    expect(
      describeError(refusal({ httpStatus: 500 }, 'relation "payments" does not exist')).message,
    ).not.toContain('relation');
  });

  it('keeps the status, which shows that a session is over', () => {
    expect(describeError(refusal({ reason: 'UNAUTHENTICATED', httpStatus: 401 })).status).toBe(401);
  });
});
