import type { Knex } from 'knex';
import type { DomainError } from '../base/domainError.ts';
import { queryNamed } from '../db/queryNamed.ts';
import { refusalOf } from '../db/refusal.ts';
import { proofOfPosting, type Posting } from '../ledger/postTransaction.ts';
import { Transaction } from '../models/Transaction.ts';

/** An entry that needs nothing but its posting: what is of a payment or a withdrawal is posted with its changes. */
export type QueuedPosting = Omit<Posting, 'paymentId' | 'withdrawalRequestId' | 'suspenseItemId'>;

/** With the id that its row will have, whoever posts it: a second row with the same id is impossible. */
export type IdentifiedPosting = QueuedPosting & { id: string };

/** `busy`: nothing is decided, because another transaction has the user's balance. */
export type PostingOutcome = { posted: Transaction } | { refused: DomainError } | 'busy';

const BUSY = 'BUSY';

/**
 * Posts many entries in one statement, which is one database transaction; each of them is posted or refused alone
 * (`post_transactions` in migrations/0046_coalesced_postings.sql). Returns the outcomes in the order of the postings.
 *
 * @param mayWait whether to wait for balances that other transactions have; if not, their entries are `busy`
 * @throws the driver's error; nothing is posted then, unless the connection was lost
 */
export async function postBatch(
  knex: Knex,
  postings: readonly IdentifiedPosting[],
  { mayWait }: { mayWait: boolean },
): Promise<PostingOutcome[]> {
  const entries = postings.map((posting, index) => entryOf(knex, posting, index + 1));
  const rows = await queryNamed<AnswerRow>(knex, POST, [JSON.stringify(entries), mayWait]);
  if (rows.length !== postings.length)
    throw new Error(`the database answers ${rows.length} of ${postings.length} postings`);
  return rows.map(outcomeOf);
}

const COLUMNS =
  'id user_id seq transaction_type amount_usd balance_after payment_id withdrawal_request_id suspense_item_id ' +
  'refund_of_id description order_id metadata actor_kind actor_id actor_name prev_hash hash created_at origin_mac';

/** All columns by name: a prepared statement fails when a migration changes what a star stands for. */
const POST = {
  name: 'post_transactions',
  sql: /* sql */ `
    select r.place, r.reason, r.detail, ${COLUMNS.split(' ')
      .map((column) => `(r.posted).${column}`)
      .join(', ')}
    from post_transactions(?::jsonb, ?) r order by r.place`,
};

interface AnswerRow {
  place: number;
  reason: string | null;
  detail: string | null;
  [column: string]: unknown;
}

function outcomeOf({ place: _place, reason, detail, ...row }: AnswerRow): PostingOutcome {
  if (reason === BUSY) return 'busy';
  if (reason !== null) return { refused: refusalOf(reason, detail) };
  return { posted: Transaction.fromDatabaseJson(row) };
}

/** As `post_transactions` names its fields. */
function entryOf(knex: Knex, posting: IdentifiedPosting, place: number): object {
  const { actor, description = '', metadata = {}, idempotent: call } = posting;
  return {
    place,
    id: posting.id,
    userId: posting.userId,
    transactionType: posting.transactionType,
    amountUsd: posting.amountUsd,
    description,
    metadata,
    refundOfId: posting.refundOfId,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    at: posting.at,
    orderId: posting.orderId,
    proof: proofOfPosting(knex, posting),
    scope: call?.scope,
    key: call?.key,
    procedure: call?.procedure,
    digest: call?.inputDigest,
  };
}
