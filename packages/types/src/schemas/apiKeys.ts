import { z } from 'zod';
import { LIMITED_SCOPES } from '../rules/changeRequests.ts';
import { SERVICE_SCOPES } from '../rules/permissions.ts';
import { idSchema, nameInput, searchText, timeFilter, timeOutput } from './fields.ts';
import { listInput } from './lists.ts';
import { positiveUsdInput } from './money.ts';
import { optionalProof } from './stepUp.ts';

export const serviceScopeSchema = z.enum(SERVICE_SCOPES);

const singleAddress = z.union([
  z.ipv4().transform((address) => `${address}/32`),
  z.ipv6().transform((address) => `${address.toLowerCase()}/128`),
]);

const manyAddresses = z.union([z.cidrv4(), z.cidrv6().transform((range) => range.toLowerCase())]);

/** Addresses that a caller may use: one (`203.0.113.7`) or a range (`203.0.113.0/24`, `2001:db8::/32`). */
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

/** Null: any address. */
export const addressRangesInput = z.array(addressRangeInput).min(1).max(50).nullable();

const keyLimit = z.strictObject({
  callUsd: positiveUsdInput.nullable(),
  dayUsd: positiveUsdInput.nullable(),
});

/** Null: no limit, also for `transactions.bonus`, which has one by default. */
export const keyLimitsInput = z
  .strictObject({
    'transactions.bonus': keyLimit.nullable(),
    'transactions.refund': keyLimit.nullable(),
    'withdrawals.create': keyLimit.nullable(),
  })
  .partial();

const keyLimitsOutput = z.partialRecord(z.enum(LIMITED_SCOPES), keyLimit);

/** One secret of an API key. After a rotation several are valid at once, until the older ones end. */
export const apiKeySecretOutput = z.object({
  id: idSchema,
  /** The first eight characters. */
  prefix: z.string(),
  isLive: z.boolean(),
  /** Null: ends with the key. */
  endsAt: timeOutput.nullable(),
  lastUsedAt: timeOutput.nullable(),
  /** The address of the last use. */
  lastUsedFrom: z.string().nullable(),
  createdAt: timeOutput,
});

export const apiKeyOutput = z.object({
  id: idSchema,
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(serviceScopeSchema),
  isActive: z.boolean(),
  lastUsedAt: timeOutput.nullable(),
  expiresAt: timeOutput.nullable(),
  revokedAt: timeOutput.nullable(),
  createdAt: timeOutput,
  /** Who may collect a secret once, by `apiKeys.rotate` alone: a change request was approved. */
  secretDueTo: z.string().nullable().optional(),
  /** The address of the last use; up to a minute old. */
  lastUsedFrom: z.string().nullable(),
  /** Ranges that the key may be used from; null: any address. */
  allowedAddresses: z.array(z.string()).nullable(),
  /** Most USD of one call and in 24 hours, by scope; refused with `KEY_LIMIT_EXCEEDED`. */
  limits: keyLimitsOutput.optional(),
  /** Newest first. `prefix` above belongs to the first. */
  secrets: z.array(apiKeySecretOutput),
});

export const apiKeyListInput = listInput(
  ['createdAt', 'name'],
  z.strictObject({ q: searchText, isActive: z.boolean() }).partial(),
);

export const apiKeyCreateInput = z.strictObject({
  name: nameInput,
  scopes: z.array(serviceScopeSchema).min(1).max(50),
  /** In a year if not given; null: never. */
  expiresAt: timeFilter.nullable().optional(),
  limits: keyLimitsInput.optional(),
  allowedAddresses: addressRangesInput.optional(),
  proof: optionalProof,
});

/** The only time the key itself is shown. */
export const apiKeyCreateOutput = apiKeyOutput.extend({ key: z.string() });

export const apiKeyIdInput = z.strictObject({ id: idSchema, proof: optionalProof });

/** `overlapHours`: how long the old secret stays valid beside the new one; 0 ends it at once. */
export const apiKeyRotateInput = z.strictObject({
  id: idSchema,
  overlapHours: z.int().min(0).max(720).default(24),
  proof: optionalProof,
});

export const apiKeySetAllowedAddressesInput = z.strictObject({
  id: idSchema,
  allowedAddresses: addressRangesInput,
  proof: optionalProof,
});
