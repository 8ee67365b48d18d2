import {
  getInput,
  getManyInput,
  listOutput,
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
import { z } from 'zod';
import { countLiveTokens } from '../auth/countLiveTokens.ts';
import { limitAttempts } from '../auth/limitAttempts.ts';
import { mintUserToken } from '../auth/mintUserToken.ts';
import { DomainError } from '../base/domainError.ts';
import { User } from '../models/User.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { anonymizeUser } from './anonymizeUser.ts';
import { freezeUser } from './freezeUser.ts';
import { listUsers } from './listUsers.ts';
import { endUserSessions } from './endUserSessions.ts';
import { presentUser } from './presentUser.ts';
import { upsertUser } from './upsertUser.ts';

/** A token lives at least a minute: more than this an app needs only when it forgets to keep them. */
const MINTS_PER_USER = { max: 30, windowSeconds: 60 };
const MINTS_PER_APP = { max: 3000, windowSeconds: 60 };

export const usersRouter = router({
  list: permitted('users.read')
    .input(userListInput)
    .output(listOutput(userOutput))
    .query(async ({ ctx, input }) => {
      const { rows, ...page } = await listUsers(ctx.app, input, ctx.ownUserId);
      return { ...page, data: rows.map((user) => presentUser(user, viewOf(ctx))) };
    }),
  get: permitted('users.read')
    .input(getInput)
    .output(userOutput)
    .query(async ({ ctx, input }) => {
      const user =
        ctx.ownUserId !== null && ctx.ownUserId !== input.id
          ? undefined
          : await User.query(ctx.app.knex).findById(input.id);
      if (user === undefined) throw new DomainError('NOT_FOUND', 'no such user');
      if (ctx.ownUserId !== null) return presentUser(user, viewOf(ctx));
      return presentUser(user, { forUser: false, liveTokens: await countLiveTokens(ctx.app.knex, user.id) });
    }),
  getMany: permitted('users.read')
    .input(getManyInput)
    .output(z.object({ data: z.array(userOutput) }))
    .query(async ({ ctx, input }) => {
      const ids = input.ids.filter((id) => ctx.ownUserId === null || id === ctx.ownUserId);
      return {
        data: (await User.query(ctx.app.knex).whereIn('id', ids)).map((user) =>
          presentUser(user, viewOf(ctx)),
        ),
      };
    }),
  upsert: permitted('users.write')
    .input(userUpsertInput)
    .output(userOutput)
    .mutation(async ({ ctx, input }) => presentUser(await upsertUser(ctx.app, ctx.actor, input))),
  freeze: permitted('users.freeze')
    .input(userNoteInput)
    .output(userOutput)
    .mutation(async ({ ctx, input }) =>
      presentUser(await freezeUser(ctx.app, ctx.actor, input.id, true, input.note)),
    ),
  unfreeze: permitted('users.freeze')
    .input(userNoteInput)
    .output(userOutput)
    .mutation(async ({ ctx, input }) =>
      presentUser(await freezeUser(ctx.app, ctx.actor, input.id, false, input.note)),
    ),
  anonymize: permitted('users.anonymize')
    .input(userIdInput)
    .output(userOutput)
    .mutation(async ({ ctx, input }) => presentUser(await anonymizeUser(ctx.app, ctx.actor, input.id))),
  token: permitted('users.token')
    .input(userTokenInput)
    .output(userTokenOutput)
    .mutation(async ({ ctx, input }) => {
      // Not staff: with a token a person could request as the user what the same person may approve.
      if (ctx.principal.kind !== 'service')
        throw new DomainError('PERMISSION_DENIED', 'only apps mint user tokens');
      await limitAttempts(ctx.app.knex, 'mint-token', ctx.principal.id, MINTS_PER_APP);
      await limitAttempts(ctx.app.knex, 'mint-token', input.userId, MINTS_PER_USER);
      const { token, userId, scopes, expiresAt } = await mintUserToken(ctx.app.knex, {
        ...input,
        mintedBy: { kind: 'service', id: ctx.principal.id },
      });
      return { token, userId, scopes, expiresAt: expiresAt.toISOString() };
    }),
  revokeTokens: permitted('users.token')
    .input(userTokensRevokeInput)
    .output(userTokensRevokeOutput)
    .mutation(async ({ ctx, input }) => ({
      userId: input.userId,
      revoked: await endUserSessions(ctx.app, ctx.actor, input.userId),
    })),
});

const viewOf = ({ ownUserId }: { ownUserId: string | null }) => ({ forUser: ownUserId !== null });
