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
import { takeRegistration } from '../stepUp/registrations.ts';
import { relyingPartyOf } from '../stepUp/stepUpContext.ts';
import { verifyOwnStepUp } from './verifyOwnStepUp.ts';

/** One person needs a handful; a list without end would only be an attack. */
const MOST_PASSKEYS = 10;
const UNIQUE_VIOLATION = '23505';

/**
 * Enrols a passkey. A session alone, stolen or left open, is not enough: it takes the account's password too,
 * and a second factor from whoever has one already.
 * @throws DomainError `INVALID_INPUT` (not an answer to this person's challenge, or too late),
 *   `PASSWORD_WRONG`, and as `proveStepUp`
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
      'this is not a passkey for this address of the desk, made with PIN, finger or face',
    );
  await verifyPassword(ctx, { staffId, password: input.password });
  const evidence = await verifyOwnStepUp(ctx, {
    staffId,
    deed: 'addPasskey',
    subject: challenge,
    proof: input.proof,
  });

  return await transact(ctx.knex, async (trx) => {
    const now = ctx.clock.now();
    // The person's row is locked: nobody is deactivated, and no second passkey added, in between.
    const active = await trx('staff')
      .where({ id: staffId })
      .whereNull('deactivated_at')
      .forUpdate()
      .first<{ id: string } | undefined>('id');
    if (active === undefined) throw new DomainError('PERMISSION_DENIED', 'only active staff can do this');
    if (!(await takeRegistration(trx, challenge, staffId, now)))
      throw new DomainError('INVALID_INPUT', 'this took too long, or was done before: please start again');
    const known = await StaffPasskey.query(trx).where({ staffId }).whereNull('removedAt').resultSize();
    if (known >= MOST_PASSKEYS)
      throw new DomainError(
        'INVALID_INPUT',
        `more than ${MOST_PASSKEYS} passkeys are not of use: remove one first`,
      );
    const added = await StaffPasskey.query(trx)
      .insertAndFetch({ id: newId(now), staffId, ...passkey, name: input.name, createdAt: now })
      .catch(refuseKnown);
    await recordAudit(trx, {
      action: 'security.addPasskey',
      actor,
      subjectKind: 'staff',
      subjectId: staffId,
      after: { passkeyId: added.id, name: added.name, deviceType: added.deviceType, provedBy: evidence.kind },
      at: now,
    });
    return added;
  });
}

/**
 * The challenge that the browser says it was asked for; worth nothing until the database knows it as this
 * person's.
 */
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
    // Said below.
  }
  throw new DomainError('INVALID_INPUT', 'this is not what a browser answers');
}

function refuseKnown(error: unknown): never {
  if (postgresErrorOf(error)?.code === UNIQUE_VIOLATION)
    throw new DomainError('INVALID_INPUT', 'this passkey is enrolled already');
  throw error;
}
