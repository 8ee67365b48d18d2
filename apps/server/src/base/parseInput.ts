import { z } from 'zod';
import { DomainError } from './domainError.ts';

/**
 * What was sent, as the schema takes it; the message names the fields.
 * @throws DomainError `INVALID_INPUT`, whose cause is zod's error
 */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const message = z.prettifyError(parsed.error);
    throw new DomainError('INVALID_INPUT', message, undefined, { cause: parsed.error });
  }
  return parsed.data;
}
