import { z } from 'zod';
import { idSchema, timeOutput } from './idSchemas.ts';
import { userScopeSchema } from './permissionSchemas.ts';

const singleAddress = z.union([
  z.ipv4().transform((address) => `${address}/32`),
  z.ipv6().transform((address) => `${address.toLowerCase()}/128`),
]);
const manyAddresses = z.union([z.cidrv4(), z.cidrv6().transform((range) => range.toLowerCase())]);

/**
 * Addresses that a caller may come from: one (`203.0.113.7`) or a range (`203.0.113.0/24`, `2001:db8::/32`).
 */
export const addressRangeInput = z
  .string()
  .trim()
  .max(49)
  // The desk compares the IPv4 address inside: a range written like this would never match.
  .refine(
    (text) => !/^(0{1,4}:){0,5}:?:?ffff:/i.test(text),
    'write an IPv4 address as 203.0.113.7, without ::ffff:',
  )
  .pipe(
    z.union(
      [singleAddress, manyAddresses],
      'must be an address such as 203.0.113.7 or a range such as 203.0.113.0/24 or 2001:db8::/32',
    ),
  );

/** Null: from anywhere. */
export const addressRangesInput = z.array(addressRangeInput).min(1).max(50).nullable();

/** One secret of an API key. After a rotation several live side by side until the older ones end. */
export const apiKeySecretOutput = z.object({
  id: idSchema,
  /** The first eight characters. */
  prefix: z.string(),
  isLive: z.boolean(),
  /** Null: as long as the key. */
  endsAt: timeOutput.nullable(),
  lastUsedAt: timeOutput.nullable(),
  /** The address of the last use. */
  lastUsedFrom: z.string().nullable(),
  createdAt: timeOutput,
});

/** Hours for which the present secret goes on working beside the new one; 0 ends it at once. */
export const apiKeyRotateInput = z.object({
  id: idSchema,
  overlapHours: z.int().min(0).max(720).default(24),
});
export const apiKeySetAllowedAddressesInput = z.object({
  id: idSchema,
  allowedAddresses: addressRangesInput,
});

/** What a user token may be narrowed to; all that users may do unless told. `session.read` is always in. */
export const userScopesInput = z.array(userScopeSchema).min(1).max(50);
export const userTokensRevokeInput = z.object({ userId: idSchema });
/** How many tokens were live and are not any more. */
export const userTokensRevokeOutput = z.object({ userId: idSchema, revoked: z.int() });
