import {
  userIdInput,
  userListInput,
  userNoteInput,
  userOutput,
  userTokenInput,
  userTokenOutput,
  userTokensRevokeInput,
  userTokensRevokeOutput,
  userUpsertInput,
} from '@paydesk/types';
import type { z } from 'zod';
import { countLiveTokens } from '../auth/userTokens.ts';
import { User } from '../models/User.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { defineResource } from '../trpc/resource.ts';
import { anonymizeUser } from './anonymizeUser.ts';
import { createUserToken } from './createUserToken.ts';
import { endUserSessions } from './endUserSessions.ts';
import { freezeUser } from './freezeUser.ts';
import { listUsers } from './listUsers.ts';
import { upsertUser } from './upsertUser.ts';

const users = defineResource({
  name: 'user',
  permission: 'users.read',
  listInput: userListInput,
  output: userOutput,
  list: async ({ app, ownUserId }, input) => await listUsers(app, input, ownUserId),
  query: (knex) => User.query(knex),
  userColumn: 'id',
  present: ({ ownUserId }, rows) => rows.map((user) => presentUser(user, { forUser: ownUserId !== null })),
  presentOne: async ({ app, ownUserId }, user) =>
    ownUserId === null
      ? presentUser(user, { forUser: false, liveTokens: await countLiveTokens(app.knex, user.id) })
      : presentUser(user, { forUser: true }),
});

export const usersRouter = router({
  ...users.procedures,
  upsert: users.command(
    'users.write',
    userUpsertInput,
    async ({ app, actor }, input) => await upsertUser(app, actor, input),
  ),
  freeze: users.command(
    'users.freeze',
    userNoteInput,
    async ({ app, actor }, { id, note }) => await freezeUser(app, actor, id, true, note),
  ),
  unfreeze: users.command(
    'users.freeze',
    userNoteInput,
    async ({ app, actor }, { id, note }) => await freezeUser(app, actor, id, false, note),
  ),
  anonymize: users.command(
    'users.anonymize',
    userIdInput,
    async ({ app, actor }, { id }) => await anonymizeUser(app, actor, id),
  ),
  token: permitted('users.token')
    .input(userTokenInput)
    .output(userTokenOutput)
    .mutation(async ({ ctx, input }) => {
      const { expiresAt, ...token } = await createUserToken(ctx.app, ctx.actor, input);
      return { ...token, expiresAt: expiresAt.toISOString() };
    }),
  revokeTokens: permitted('users.token')
    .input(userTokensRevokeInput)
    .output(userTokensRevokeOutput)
    .mutation(async ({ ctx, input }) => ({
      userId: input.userId,
      revoked: await endUserSessions(ctx.app, ctx.actor, input.userId),
    })),
});

/** A user as sent over the wire. Why staff froze it is shown to staff and apps, not to the user. */
function presentUser(
  user: User,
  view: { forUser: boolean; liveTokens?: number } = { forUser: false },
): z.infer<typeof userOutput> {
  return {
    id: user.id,
    externalId: user.externalId,
    username: user.username,
    email: user.email,
    isFrozen: user.frozenAt !== null,
    frozenAt: user.frozenAt?.toISOString() ?? null,
    frozenNote: view.forUser ? null : user.frozenNote,
    isAnonymized: user.anonymizedAt !== null,
    anonymizedAt: user.anonymizedAt?.toISOString() ?? null,
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
    liveTokens: view.forUser ? null : (view.liveTokens ?? null),
  };
}
