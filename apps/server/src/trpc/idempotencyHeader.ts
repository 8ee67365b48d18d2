import { DomainError } from '../base/domainError.ts';
import type { HttpCall } from './context.ts';

/**
 * The input of a mutation with the key of the `Idempotency-Key` header, which means the same as the field. A
 * mutation that takes no key then refuses the field as unknown.
 * @throws DomainError `INVALID_INPUT` when both are given and differ, or when one header stands above several calls
 */
export function withIdempotencyKey(input: unknown, { idempotencyKey, count }: HttpCall): unknown {
  if (count > 1)
    throw new DomainError(
      'INVALID_INPUT',
      'one Idempotency-Key header cannot serve several calls: give each call its field idempotencyKey',
    );
  if (input !== undefined && (typeof input !== 'object' || input === null || Array.isArray(input)))
    return input;
  const given = (input as { idempotencyKey?: unknown } | undefined)?.idempotencyKey;
  if (given !== undefined && given !== idempotencyKey)
    throw new DomainError(
      'INVALID_INPUT',
      'the Idempotency-Key header and the field idempotencyKey differ: send one of them',
    );
  return { ...input, idempotencyKey };
}
