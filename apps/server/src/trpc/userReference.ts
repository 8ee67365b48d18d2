import { externalIdInput } from '@paydesk/types';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { queryNamed } from '../db/queryNamed.ts';

const USER_BY_EXTERNAL_ID = {
  name: 'user_by_external_id',
  sql: 'select id from users where external_id = ?',
};

interface NamingCall {
  /** The schema of the procedure's input. */
  schema: z.ZodType | undefined;
  /** As it was sent. */
  input: unknown;
  /** The only user that the caller may name; null: any. */
  ownUserId: string | null;
}

/**
 * The input with `userId` in place of a `userExternalId` at its top, if the procedure takes one. Whatever comes later,
 * such as the digest of an idempotency key or a change request, knows the user by the desk's id alone. Refuses with
 * NOT_FOUND, PERMISSION_DENIED.
 * @throws TRPCError `BAD_REQUEST` when the input is invalid anyway
 */
export async function withUserId(
  app: AppContext,
  { schema, input, ownUserId }: NamingCall,
): Promise<unknown> {
  if (schema === undefined || typeof input !== 'object' || input === null || Array.isArray(input))
    return input;
  const { userExternalId, ...rest } = input as Record<string, unknown>;
  if (userExternalId === undefined || !takesUserReference(schema)) return input;
  refuseInvalid(schema, input);
  const externalId = externalIdInput.parse(userExternalId);
  const [user] = await queryNamed<{ id: string }>(app.knex, USER_BY_EXTERNAL_ID, [externalId]);
  refuseOtherUser(ownUserId, user?.id);
  if (user === undefined) throw new DomainError('NOT_FOUND', 'no user has this userExternalId');
  return { ...rest, userId: user.id };
}

/**
 * For inputs that name a user: a user token may only name its own user.
 * @param userId undefined: there is no such user
 * @throws DomainError `PERMISSION_DENIED`
 */
export function refuseOtherUser(ownUserId: string | null, userId: string | undefined): void {
  if (ownUserId !== null && ownUserId !== userId)
    throw new DomainError('PERMISSION_DENIED', 'a user token can only act for its own user');
}

/** @throws TRPCError `BAD_REQUEST` */
export function refuseInvalid(schema: z.ZodType | undefined, input: unknown): void {
  const parsed = schema?.safeParse(input);
  if (parsed?.success === false) throw new TRPCError({ code: 'BAD_REQUEST', cause: parsed.error });
}

function takesUserReference(schema: z.ZodType): boolean {
  if (schema instanceof z.ZodObject) return 'userExternalId' in schema.shape;
  return schema instanceof z.ZodDefault && takesUserReference(schema.unwrap() as z.ZodType);
}

/** The user that an input names, after `withUserId`: its schema demands one. */
export function userIdOf({ userId }: { userId?: string | undefined }): string {
  if (userId === undefined) throw new Error('the user of an input was not looked up');
  return userId;
}
