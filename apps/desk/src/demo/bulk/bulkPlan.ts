import { DAY } from '../timeline.ts';

/** How many rows a bulk demo has, and over which time they are spread. */
export interface BulkPlan {
  /** Postings of the ledger; the other tables follow from it. */
  rows: number;
  users: number;
  /** The first and the last moment, in milliseconds since 1970. */
  startAt: number;
  endAt: number;
  /** Each is one database transaction. */
  batches: number;
}

/** What the n-th batch adds, from 0. */
export interface BatchSize {
  postings: number;
  payments: number;
  withdrawals: number;
  auditEntries: number;
  /** Users that are there after it. */
  users: number;
  startAt: number;
  endAt: number;
}

export const MIN_ROWS = 1000;
export const MAX_ROWS = 20_000_000;
const DAYS = 548;
/** The statements of a batch carry all its rows, and the event stream and seals follow between batches. */
const [FEWEST_POSTINGS, MOST_POSTINGS] = [50, 2000];
/** Users sign up until the last tenth of the time. */
const SIGN_UP_SHARE = 0.9;
const FIRST_USERS = 10;

/** @param endAt the present, in milliseconds since 1970 */
export function planBulk(rows: number, endAt: number): BulkPlan {
  const postings = Math.min(MOST_POSTINGS, Math.max(FEWEST_POSTINGS, Math.round(rows / 400)));
  return {
    rows,
    users: Math.max(FIRST_USERS, Math.round(rows / 100)),
    startAt: endAt - DAYS * DAY,
    endAt,
    batches: Math.ceil(rows / postings),
  };
}

export function sizeOfBatch({ rows, users, startAt, endAt, batches }: BulkPlan, batch: number): BatchSize {
  const share = (total: number) => partOf(total, batch, batches);
  const signedUp = Math.min(1, (batch + 1) / (batches * SIGN_UP_SHARE));
  return {
    postings: share(rows),
    payments: share(Math.round(rows / 10)),
    withdrawals: share(Math.round(rows / 50)),
    auditEntries: share(Math.round(rows / 5)),
    users: Math.max(FIRST_USERS, Math.round(users * signedUp)),
    startAt: startAt + partStart(endAt - startAt, batch, batches),
    endAt: startAt + partStart(endAt - startAt, batch + 1, batches),
  };
}

const partStart = (total: number, part: number, parts: number) => Math.floor((total * part) / parts);

const partOf = (total: number, part: number, parts: number) =>
  partStart(total, part + 1, parts) - partStart(total, part, parts);
