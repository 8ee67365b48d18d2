import { addressRangeInput } from '@paydesk/types';
import { z } from 'zod';
import { databaseAddresses } from '../databaseAddresses.ts';

/** Variables by name, before they are parsed: an empty one counts as unset. */
export type Environment = Record<string, string | undefined>;

export const portNumber = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a whole number from 1 to 65535')
  .refine((text) => Number(text) >= 1 && Number(text) <= 65535, 'must be a whole number from 1 to 65535')
  .transform(Number);

export const port = (fallback: number) => portNumber.default(fallback);

export const hostName = z
  .string()
  .trim()
  .regex(/^[0-9a-z.:_-]{1,253}$/i, 'must be an address or a name of this machine, such as 0.0.0.0');

export const usd = (fallback: string) =>
  z
    .string()
    .regex(
      /^\d{1,9}(\.\d{1,2})?$/,
      'must be an amount in USD with at most two decimal places, such as 1000.00',
    )
    .transform(withTwoPlaces)
    .default(fallback);

export const RANGES =
  'must be addresses or ranges such as 203.0.113.7 10.0.0.0/8 2001:db8::/32, separated by spaces or commas';

/** A list of addresses and ranges; `words` are accepted as well. */
export const ranges = (words: readonly string[], message: string) =>
  z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((one) => one !== ''))
    .pipe(z.array(z.union([z.literal(words), addressRangeInput], message)).min(1, message));

/** Such an address is printed, logged and sent to payers. */
export const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
  .refine(
    (text) => !URL.canParse(text) || `${new URL(text).username}${new URL(text).password}` === '',
    'must have no user and no password in it',
  )
  .optional();

export const databaseUrl = z
  .string()
  .refine(
    (text) => databaseAddresses(text).length > 0,
    'must be a postgres:// or postgresql:// address; several hosts are separated by commas',
  )
  .optional();

export const longSecret = z.string().min(32, 'must have at least 32 characters').optional();

/** A number of days that is at least so large. */
export const days = (digits: RegExp, least: number) =>
  z
    .string()
    .regex(digits, 'must be a whole number of days')
    .transform(Number)
    .refine((count) => count >= least, `must be at least ${least} days`);

export function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}

function withTwoPlaces(text: string): string {
  const [whole = '0', cents = ''] = text.split('.');
  return `${whole.replace(/^0+(?=\d)/, '')}.${cents.padEnd(2, '0')}`;
}
