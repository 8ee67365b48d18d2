import type { Knex } from 'knex';
import { newId } from '../../base/identifiers.ts';
import type { AppContext } from '../../context/appContext.ts';
import { WebhookEndpoint } from '../../models/WebhookEndpoint.ts';

/** Longer than a request can take; a worker that was killed is replaced after it. */
const CLAIM_MS = 30_000;

/** The right to send to one endpoint, until the database's clock has passed `claimedUntil`. */
export interface Claim {
  endpointId: string;
  token: string;
}

/**
 * Takes an endpoint that has something to send and that no one else sends to: a delivery that staff asked for, or,
 * if it is enabled and due, events behind its cursor. Null: there is none.
 */
export async function claimEndpoint(
  { knex, clock }: AppContext,
  { claimMs = CLAIM_MS }: { claimMs?: number } = {},
): Promise<Claim | null> {
  const token = newId();
  const { rows } = await knex.raw<{ rows: { id: string }[] }>(CLAIM, { token, claimMs, now: clock.now() });
  return rows[0] === undefined ? null : { endpointId: rows[0].id, token };
}

/** Keeps the claim for the next request. False: another worker has taken over. */
export async function renewClaim(db: Knex, claim: Claim, claimMs = CLAIM_MS): Promise<boolean> {
  const renewed = await heldBy(db, claim)
    .whereRaw('claimed_until > clock_timestamp()')
    .update({ claimed_until: db.raw(`clock_timestamp() + ? * interval '1 millisecond'`, [claimMs]) });
  return renewed === 1;
}

/** Lets others send. */
export async function releaseClaim(db: Knex, claim: Claim): Promise<void> {
  await heldBy(db, claim).update({ claim_token: null, claimed_until: null });
}

/** The endpoint, locked, if the claim still holds. Undefined: what was sent may not be recorded any more. */
export async function lockClaimed(
  trx: Knex.Transaction,
  { endpointId, token }: Claim,
): Promise<WebhookEndpoint | undefined> {
  return await WebhookEndpoint.query(trx).findOne({ id: endpointId, claimToken: token }).forUpdate();
}

const heldBy = (db: Knex, { endpointId, token }: Claim) =>
  db('webhook_endpoints').where({ id: endpointId, claim_token: token });

const CLAIM = /* sql */ `
  update webhook_endpoints set
    claim_token = :token, claimed_until = clock_timestamp() + :claimMs * interval '1 millisecond'
  where id = (
    select e.id from webhook_endpoints e
    where (e.claimed_until is null or e.claimed_until <= clock_timestamp())
      and (
        exists (
          select from webhook_deliveries d
          where d.endpoint_id = e.id and d.status = 'pending' and d.kind <> 'event'
        )
        or (
          e.disabled_at is null and e.next_attempt_at <= :now
          and e.cursor < (select sequence from event_head)
        )
      )
    order by e.next_attempt_at limit 1
    for update skip locked
  )
  returning id`;
