import { z } from 'zod';
import { DomainError } from './domainError.ts';

/**
 * What was sent, as the schema takes it; the message names the fields.
 * @throws DomainError `INVALID_INPUT`
 */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new DomainError('INVALID_INPUT', z.prettifyError(parsed.error));
  return parsed.data;
}
