import type { Knex } from 'knex';
import type { Logger } from 'pino';
import type { ClaimWatch } from '../base/claimWatch.ts';
import type { Metrics } from '../base/metrics.ts';
import type { Clock } from '../base/clock.ts';
import type { Settings } from '../base/settings.ts';
import type { ReadStandbys } from '../db/readStandbys.ts';
import type { Auth } from '../signIn/createAuth.ts';
import type { CredentialCache } from '../signIn/credentialCache.ts';
import type { NowpaymentsClient } from '../nowpayments/createNowpaymentsClient.ts';
import type { PostingQueue } from '../postings/createPostingQueue.ts';

/** What commands work with. One per process; tests and demo data create their own. */
export interface AppContext {
  settings: Settings;
  knex: Knex;
  /** For long reads that no decision depends on: lists, searches, sums, the dashboard. Statements end after seconds. */
  reads: Knex;
  /** Standbys that the same reads go to as long as they show everything; null: there are none. */
  standbys: ReadStandbys | null;
  /** Posts what needs nothing but a posting, many at once. */
  postings: PostingQueue;
  provider: NowpaymentsClient;
  clock: Clock;
  claimWatch: ClaimWatch;
  auth: Auth;
  /** Keys and tokens that were accepted lately; it keeps none unless `watchCredentials` was called. */
  credentials: CredentialCache;
  log: Logger;
  /** What this process counts about itself. */
  metrics: Metrics;
  /** Aborted when the process is asked to stop: from then on it begins no new work. */
  stopping: AbortSignal;
}
