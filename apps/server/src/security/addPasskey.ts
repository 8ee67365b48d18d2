import type { passkeyAddInput } from '@paydesk/types';
import type { z } from 'zod';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import { postgresErrorOf } from '../db/refusal.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { StaffPasskey } from '../models/StaffPasskey.ts';
import { checkNewPasskey } from '../stepUp/checkNewPasskey.ts';
import { verifyPassword } from '../stepUp/verifyPassword.ts';
import { consumeRegistration } from '../stepUp/registrations.ts';
import { relyingPartyOf } from '../stepUp/stepUpContext.ts';
import { verifyAction } from '../stepUp/verifyStepUp.ts';

/** Far more than one person needs. */
const MAX_PASSKEYS = 10;
const UNIQUE_VIOLATION = '23505';

/**
 * Enrols a passkey. A session alone, which may be stolen or left open, is not enough: the account's password
 * is required too, and a second factor from people who have one already.
 * @throws DomainError `INVALID_INPUT` (not an answer to this person's challenge, or too late),
 *   `PASSWORD_WRONG`, and those of `verifyAction`
 */
export async function addPasskey(
  ctx: AppContext,
  actor: Actor,
  staffId: string,
  input: z.output<typeof passkeyAddInput>,
): Promise<StaffPasskey> {
  const challenge = challengeIn(input.answer.response.clientDataJSON);
  const passkey = await checkNewPasskey(input.answer, challenge, relyingPartyOf(ctx.settings.publicUrl));
  if (passkey === null)
    throw new DomainError(
      'INVALID_INPUT',
      'this is not a passkey for this address of the desk, created with PIN, fingerprint or face',
    );
  await verifyPassword(ctx, { staffId, sessionId: actor.sessionId, password: input.password });
  const evidence = await verifyAction(ctx, {
    staffId,
    action: { kind: 'addPasskey', registration: challenge },
    proof: input.proof,
    demand: 'ifEnrolled',
    sessionId: actor.sessionId,
  });

  return await transact(ctx.knex, async (trx) => {
    const now = ctx.clock.now();
    // Locked, so that the person is not deactivated and no other passkey is added in between.
    const active = await trx('staff')
      .where({ id: staffId })
      .whereNull('deactivated_at')
      .forUpdate()
      .first<{ id: string } | undefined>('id');
    if (active === undefined) throw new DomainError('PERMISSION_DENIED', 'only active staff can do this');
    if (!(await consumeRegistration(trx, challenge, staffId, now)))
      throw new DomainError('INVALID_INPUT', 'this took too long or was used before: please start again');
    const known = await StaffPasskey.query(trx).where({ staffId }).whereNull('removedAt').resultSize();
    if (known >= MAX_PASSKEYS)
      throw new DomainError(
        'INVALID_INPUT',
        `at most ${MAX_PASSKEYS} passkeys are possible: remove one first`,
      );
    const added = await StaffPasskey.query(trx)
      .insertAndFetch({ id: newId(now), staffId, ...passkey, name: input.name, createdAt: now })
      .catch(refuseEnrolled);
    await recordAudit(trx, {
      action: 'security.addPasskey',
      actor,
      subjectKind: 'staff',
      subjectId: staffId,
      after: {
        passkeyId: added.id,
        name: added.name,
        deviceType: added.deviceType,
        verifiedBy: evidence.kind,
      },
      at: now,
    });
    return added;
  });
}

/** The challenge that the browser names. It must be checked against this person's challenges in the database. */
function challengeIn(clientDataJSON: string): string {
  try {
    const clientData: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString());
    if (
      typeof clientData === 'object' &&
      clientData !== null &&
      'challenge' in clientData &&
      typeof clientData.challenge === 'string'
    )
      return clientData.challenge;
  } catch {
    // Refused below.
  }
  throw new DomainError('INVALID_INPUT', 'this is not an answer of a browser');
}

function refuseEnrolled(error: unknown): never {
  if (postgresErrorOf(error)?.code === UNIQUE_VIOLATION)
    throw new DomainError('INVALID_INPUT', 'this passkey is already enrolled');
  throw error;
}
