import { z } from 'zod';
import {
  MAX_METADATA_BYTES,
  MAX_NOTE_LENGTH,
  MAX_ORDER_ID_LENGTH,
  MIN_NOTE_LENGTH,
} from '../rules/limits.ts';
import { usdInput } from './money.ts';

/**
 * Primary keys are UUIDv7: sortable by time of creation. PostgreSQL accepts capitals and compares without them: there
 * is one spelling from here on, so that texts can be compared too.
 */
export const idSchema = z.uuid().toLowerCase();

/** The id of a staff account in an input. */
export const staffId = z.string().min(1).max(100).toLowerCase();

/** Times on the wire: ISO 8601 in UTC. */
export const timeOutput = z.iso.datetime();

/** The name of a person, an app or a currency. */
export const nameInput = z.string().trim().min(1).max(120);
export const emailInput = z.email().max(254);

/** Why something was done; kept in the audit log. */
export const note = z.string().trim().min(MIN_NOTE_LENGTH, 'please say why').max(MAX_NOTE_LENGTH);
export const optionalNote = z.string().trim().max(MAX_NOTE_LENGTH).optional();
export const description = z.string().max(500).optional();

/** A text that is stored and compared exactly as sent, spaces included; at least one character is no space. */
export const textAsSent = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.trim() !== '', 'must not be empty');

/** Your own id of a user. `"42"` and `" 42"` are two different users. */
export const externalIdInput = textAsSent(200);

/** The input of a user's own id: the desk's `userId`, or yours. */
export const userReference = { userId: idSchema.optional(), userExternalId: externalIdInput.optional() };

interface UserReference {
  userId?: string | undefined;
  userExternalId?: string | undefined;
}

/** For `refine`: an input names its user once. */
export const namesOneUser = ({ userId, userExternalId }: UserReference): boolean =>
  (userId === undefined) !== (userExternalId === undefined);
export const ONE_USER = { path: ['userId'], error: 'give exactly one of userId and userExternalId' };

/** For `refine`: an input that may name no user. */
export const namesNoTwoUsers = ({ userId, userExternalId }: UserReference): boolean =>
  userId === undefined || userExternalId === undefined;
export const NO_TWO_USERS = { path: ['userId'], error: 'give only one of userId and userExternalId' };

/** Your own reference, such as an order number: need not be unique, never changes, cannot be removed. */
const orderIdInput = textAsSent(MAX_ORDER_ID_LENGTH);

/** Bytes of a value as JSON. */
export const jsonBytes = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

/** Your own data to store with a row, as sent; at most 4096 bytes of JSON. Never changes, cannot be removed. */
const metadataInput = z
  .record(z.string().max(100), z.unknown())
  .refine(
    (value) => jsonBytes(value) <= MAX_METADATA_BYTES,
    `must be at most ${MAX_METADATA_BYTES} bytes of JSON`,
  );

/** The two references that a caller may give a row. */
export const references = { orderId: orderIdInput.optional(), metadata: metadataInput.optional() };
export const referencesOutput = {
  orderId: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()),
};

/**
 * Retries with the same key and the same input get the first result; another input is `IDEMPOTENCY_CONFLICT`.
 */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters')
  .optional();

export const currencyCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9]{1,30}$/)
  .transform((code) => code.toUpperCase());

export const actorKindSchema = z.enum(['staff', 'service', 'user', 'system']);

/** Who did something: a member of staff, an internal app, an end user, or the desk itself. */
export const actorOutput = z.object({
  kind: actorKindSchema,
  id: z.string().nullable(),
  name: z.string().nullable(),
});

export const base64url = z
  .string()
  .regex(/^[A-Za-z0-9_-]*$/)
  .max(8192);

// Filters that many lists share
/** Rows whose metadata has all of these fields with these values, at the top of it. */
const metadataFilter = z
  .record(z.string().max(100), z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]))
  .refine((fields) => Object.keys(fields).length > 0, 'must have a field')
  .refine((fields) => Object.keys(fields).length <= 10, 'must have at most 10 fields');
export const referenceFilters = { orderId: orderIdInput.optional(), metadata: metadataFilter.optional() };
export const searchText = z.string().trim().min(1).max(200);
export const timeFilter = z.iso.datetime({ offset: true });
export const usdRange = { amountUsdMin: usdInput.optional(), amountUsdMax: usdInput.optional() };
export const createdRange = { createdAfter: timeFilter.optional(), createdBefore: timeFilter.optional() };
/** Changed at this time or later. */
export const updatedAfter = timeFilter.optional();
export const oneOrMany = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1).max(20)]);

/** A network by its name in the registry, such as `ethereum`. */
const networkFilter = z.string().min(1).max(40);
export const currencyFilters = { currencyCode: oneOrMany(currencyCode), network: oneOrMany(networkFilter) };
