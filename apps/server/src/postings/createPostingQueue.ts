import { AsyncLocalStorage } from 'node:async_hooks';
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import { inSpan } from '../base/tracing.ts';
import { databaseAway } from '../db/databaseAway.ts';
import { isLockTimeout, isRolledBack } from '../db/refusal.ts';
import { transact } from '../db/transact.ts';
import { postTransaction } from '../ledger/postTransaction.ts';
import type { Transaction } from '../models/Transaction.ts';
import { postBatch, type IdentifiedPosting, type QueuedPosting } from './postBatch.ts';

export type { QueuedPosting } from './postBatch.ts';

/** Statements under way at once. A user's postings always go through the same lane, so that they keep their order. */
const LANES = 2;
/** What one statement posts at most: it holds the balances of all of them for so long. */
const MAX_BATCH = 256;
/** Postings that wait at most, of all lanes: about a second's work. */
export const MAX_WAITING_POSTINGS = 2000;
/** Of them, of one user: whose balance is not to be had for a while must not take the places of all others. */
export const MAX_WAITING_OF_USER = 1000;
const RETRY_AFTER_SECONDS = 1;
/** How often a batch leaves out a user whose balance another transaction has, before that user gets a lane alone. */
const BUSY_ATTEMPTS = 3;
/** Users whose postings are posted one by one at once, after their batch has failed. */
const SINGLES_AT_ONCE = 4;

export interface PostingQueue {
  /**
   * Posts one entry. While one statement is under way the next entries gather, and one statement posts all of them;
   * each is posted or refused alone, as `postTransaction` would. Inside of a transaction of the caller's it is posted
   * at once.
   *
   * Refuses as `postTransaction` does, and with OVERLOADED when too many wait, of all users or of this one, or when the
   * balance was not to be had in time: nothing is posted then.
   */
  post(db: Knex, posting: QueuedPosting): Promise<Transaction>;
}

interface Waiting {
  posting: IdentifiedPosting;
  busyAttempts: number;
  resolve(transaction: Transaction): void;
  reject(error: unknown): void;
  /** The caller's asynchronous context. */
  inContext(work: () => void): void;
}

interface Lane {
  waiting: Waiting[];
  isRunning: boolean;
  /** Of a lane for one user alone, which waits for the balance. */
  userId: string | null;
}

const newLane = (userId: string | null = null): Lane => ({ waiting: [], isRunning: false, userId });

/** The queue of a process for postings through this pool. */
export function createPostingQueue(knex: Knex, log: Logger): PostingQueue {
  const firstLane = newLane();
  const lanes = [firstLane, ...Array.from({ length: LANES - 1 }, () => newLane())];
  const lanesOfUsers = new Map<string, Lane>();
  /** By idempotency key: a repeat waits until the first call has ended. */
  const calls = new Map<string, Promise<unknown>>();
  const waitingOfUsers = new Map<string, number>();
  let waiting = 0;

  function laneOf(userId: string): Lane {
    const own = lanesOfUsers.get(userId);
    return own ?? lanes[(userId.charCodeAt(userId.length - 1) || 0) % LANES] ?? firstLane;
  }

  async function postOnce(posting: QueuedPosting): Promise<Transaction> {
    const call = posting.idempotent ?? null;
    const key = call === null ? null : JSON.stringify([call.scope, call.key]);
    while (key !== null && calls.has(key)) await calls.get(key);
    const userId = posting.userId.toLowerCase();
    const id = posting.id ?? newId(posting.at);
    const posted = new Promise<Transaction>((resolve, reject) => {
      const lane = laneOf(userId);
      const inContext = AsyncLocalStorage.snapshot();
      const idempotent = call === null ? null : { ...call, onReplay: undefined };
      const identified = { ...posting, userId, id, idempotent };
      lane.waiting.push({ posting: identified, busyAttempts: 0, resolve, reject, inContext });
      start(lane);
    });
    if (key !== null)
      calls.set(
        key,
        posted.catch(() => undefined).finally(() => calls.delete(key)),
      );
    const transaction = await posted;
    if (transaction.id !== id) call?.onReplay?.();
    return transaction;
  }

  /** What else arrives in this turn of the event loop goes along. */
  function start(lane: Lane): void {
    if (lane.isRunning) return;
    lane.isRunning = true;
    setImmediate(next, lane);
  }

  function next(lane: Lane): void {
    const batch = lane.waiting.splice(0, MAX_BATCH);
    const [first] = batch;
    if (first === undefined) {
      lane.isRunning = false;
      if (lane.userId !== null) lanesOfUsers.delete(lane.userId);
      return;
    }
    first.inContext(() => void run(lane, batch).finally(() => setImmediate(next, lane)));
  }

  async function run(lane: Lane, batch: Waiting[]): Promise<void> {
    try {
      const postings = batch.map(({ posting }) => posting);
      const outcomes = await postBatch(knex, postings, { mayWait: lane.userId !== null });
      const busy: Waiting[] = [];
      for (const [index, one] of batch.entries()) {
        const outcome = outcomes[index] ?? 'busy';
        if (outcome === 'busy') busy.push(one);
        else if ('posted' in outcome) one.resolve(outcome.posted);
        else one.reject(outcome.refused);
      }
      if (busy.length > 0) putBack(lane, busy);
    } catch (error) {
      // One by one they would only wait once more.
      if (lane.userId !== null && isLockTimeout(error)) {
        log.warn(
          { err: error, postings: batch.length },
          'postings of one user waited too long for its balance',
        );
        for (const { reject } of batch) reject(heldUp());
      } else if (isLockTimeout(error)) {
        // Another transaction has one of the keys. Whoever has to wait for it waits alone.
        for (const one of batch) one.busyAttempts = BUSY_ATTEMPTS;
        putBack(lane, batch);
      } else if (isRolledBack(error)) await postSingly(batch, error);
      else for (const { reject } of batch) reject(error);
    }
  }

  /** In front of what has arrived since; whoever was busy too often gets a lane alone, with all that waits for it. */
  function putBack(lane: Lane, busy: readonly Waiting[]): void {
    lane.waiting = [...busy, ...lane.waiting];
    for (const one of busy) {
      one.busyAttempts += 1;
      const { userId } = one.posting;
      if (one.busyAttempts >= BUSY_ATTEMPTS && !lanesOfUsers.has(userId))
        lanesOfUsers.set(userId, newLane(userId));
    }
    lane.waiting = lane.waiting.filter((one) => {
      const own = lanesOfUsers.get(one.posting.userId);
      own?.waiting.push(one);
      return own === undefined;
    });
    for (const { posting } of busy) {
      const own = lanesOfUsers.get(posting.userId);
      if (own !== undefined) start(own);
    }
  }

  /**
   * PostgreSQL has refused the statement as a whole: each entry gets its own answer. When the database is away, or the
   * balance of a user is not to be had, the others get the same answer without waiting for it themselves.
   */
  async function postSingly(batch: readonly Waiting[], cause: unknown): Promise<void> {
    log.warn(
      { err: cause, postings: batch.length },
      'a batch of postings failed: they are posted one by one',
    );
    const users = Map.groupBy(batch, ({ posting }) => posting.userId).values();
    let lostForAll: unknown = null;
    const work = async () => {
      for (const entries of users) {
        let lost = lostForAll;
        for (const { posting, resolve, reject } of entries)
          try {
            if (lost !== null) throw lost;
            resolve(await transact(knex, async (trx) => await postTransaction(trx, posting)));
          } catch (error) {
            if (databaseAway(error) !== null) lostForAll = error;
            if (databaseAway(error) !== null || isLockTimeout(error)) lost = error;
            reject(isLockTimeout(error) ? heldUp() : error);
          }
      }
    };
    await Promise.all(Array.from({ length: SINGLES_AT_ONCE }, work));
  }

  return {
    async post(db, posting) {
      if (db !== knex) return await postTransaction(db, posting);
      const userId = posting.userId.toLowerCase();
      const ofUser = waitingOfUsers.get(userId) ?? 0;
      if (waiting >= MAX_WAITING_POSTINGS || ofUser >= MAX_WAITING_OF_USER)
        throw overloaded('too many postings wait: please try again in a moment');
      waiting += 1;
      waitingOfUsers.set(userId, ofUser + 1);
      try {
        // The statement that posts it may be part of another caller's trace.
        return await inSpan('post', {}, async () => await postOnce(posting));
      } finally {
        waiting -= 1;
        const left = (waitingOfUsers.get(userId) ?? 1) - 1;
        if (left > 0) waitingOfUsers.set(userId, left);
        else waitingOfUsers.delete(userId);
      }
    },
  };
}

const overloaded = (message: string) =>
  new DomainError('OVERLOADED', message, { retryAfterSeconds: RETRY_AFTER_SECONDS });

/** PostgreSQL has refused the statement: nothing was posted. */
const heldUp = () =>
  overloaded('another transaction has the balance of this user: please try again in a moment');
