import {
  userByExternalIdInput,
  userCan,
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
import { countLiveTokens } from '../auth/userTokens.ts';
import { User } from '../models/User.ts';
import { DomainError } from '../base/domainError.ts';
import { readerOf } from '../rowFilters/reader.ts';
import { noteProcedure, notesFor } from '../trpc/notes.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { defineResource } from '../trpc/resource.ts';
import { userIdOf } from '../trpc/userReference.ts';
import { anonymizeUser } from './anonymizeUser.ts';
import { createUserToken } from './createUserToken.ts';
import { endUserSessions } from './endUserSessions.ts';
import { freezeUser } from './freezeUser.ts';
import { listUsers } from './listUsers.ts';
import { presentUser, userForUser } from './presentUser.ts';
import { upsertUser } from './upsertUser.ts';

const users = defineResource({
  name: 'user',
  permission: 'users.read',
  listInput: userListInput,
  output: userOutput,
  list: async (scope, input) => await listUsers(scope.app, input, readerOf(scope)),
  query: (knex) => User.query(knex),
  userColumn: 'id',
  present: ({ ownUserId }, rows) =>
    rows.map((user) => (ownUserId === null ? presentUser(user) : userForUser(presentUser(user)))),
  details: async (scope, { id }) => ({
    ...(scope.ownUserId === null && { liveTokens: await countLiveTokens(scope.app.knex, id) }),
    ...(await notesFor(scope, 'user', id)),
  }),
});

/** The list, for exports. */
export const userListing = users.listing;

export const usersRouter = router({
  ...users.procedures,
  getByExternalId: permitted('users.read')
    .input(userByExternalIdInput)
    .output(userOutput)
    .query(
      async ({ ctx, input }) =>
        await users.detail(ctx, await users.findBy(ctx, 'externalId', input.externalId)),
    ),
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
      const wanted = { ...input, userId: userIdOf(input) };
      const { expiresAt, ...token } = await createUserToken(ctx.app, ctx.actor, wanted);
      return { ...token, expiresAt: expiresAt.toISOString() };
    }),
  revokeTokens: permitted('users.token')
    .input(userTokensRevokeInput)
    .output(userTokensRevokeOutput)
    .mutation(async ({ ctx, input }) => {
      const userId = userIdOf(input);
      return { userId, revoked: await endUserSessions(ctx.app, ctx.actor, userId) };
    }),
  addNote: noteProcedure({
    subjectKind: 'user',
    permission: 'users.write',
    require: async (scope, id) => {
      const can = userCan.addNote({ isAnonymized: (await users.find(scope, id)).anonymizedAt !== null });
      if (!can.allowed) throw new DomainError('USER_ANONYMIZED', can.why);
    },
  }),
});
