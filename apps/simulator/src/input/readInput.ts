import type { z } from 'zod';
import { InvalidRequest } from '../errors/providerError.ts';

/** Checks a body or query. Throws 400 INVALID_REQUEST_PARAMS naming the first field that is wrong. */
export const readInput = <T extends z.ZodType>(schema: T, value: unknown): z.infer<T> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new InvalidRequest([...(issue?.path ?? []), issue?.message ?? 'is invalid'].join(' '));
};
