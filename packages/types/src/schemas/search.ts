import { z } from 'zod';
import { idSchema, timeOutput } from './fields.ts';
import { usdOutput } from './money.ts';

/** What the search looks through, in the order in which it is shown. */
export const SEARCH_RESOURCES = [
  'users',
  'payments',
  'withdrawals',
  'suspense',
  'transactions',
  'changeRequests',
  'currencies',
  'staff',
  'apiKeys',
] as const;
export type SearchResource = (typeof SEARCH_RESOURCES)[number];

/** Which part of a row was found; `user`: it belongs to a user who was found. */
export const SEARCH_MATCHES = [
  'id',
  'providerId',
  'orderId',
  'externalId',
  'address',
  'hash',
  'email',
  'name',
  'amount',
  'user',
] as const;
export type SearchMatch = (typeof SEARCH_MATCHES)[number];

/** Rows of one resource in an answer. */
export const SEARCH_HITS = 6;

export const searchInput = z.strictObject({
  /** An id or its beginning, an address, a hash, a link that contains one, an e-mail, a name or an amount. */
  query: z.string().trim().min(2).max(500),
});

export const searchHitOutput = z.object({
  id: idSchema,
  matched: z.enum(SEARCH_MATCHES),
  /** Of a user, a staff member, an API key or a currency. */
  name: z.string().nullable(),
  status: z.string().nullable(),
  amountUsd: usdOutput.nullable(),
  currencyCode: z.string().nullable(),
  /** `USDT (TRC20)`, as lists have it. */
  currencyDisplayName: z.string().nullable(),
  /** What is in suspense of a payment. */
  suspenseAmountUsd: usdOutput.nullable(),
  needsAttention: z.string().nullable(),
  userId: idSchema.nullable(),
  userName: z.string().nullable(),
  createdAt: timeOutput,
  /** Since when it has its status. */
  statusChangedAt: timeOutput.nullable(),
});
export type SearchHit = z.infer<typeof searchHitOutput>;

export const searchOutput = z.object({
  groups: z.array(
    z.object({
      resource: z.enum(SEARCH_RESOURCES),
      hits: z.array(searchHitOutput).max(SEARCH_HITS),
      /** There are more; the list of the resource shows them. */
      hasMore: z.boolean(),
    }),
  ),
});
