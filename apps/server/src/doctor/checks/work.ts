import { PROGRAM } from '../../base/files.ts';
import { readBooks } from '../../dashboard/readBooks.ts';
import { JOB_SCHEMA } from '../../db/applicationRole.ts';
import { eventLag } from '../../events/eventLag.ts';
import { lastVerification } from '../../system/lastVerification.ts';
import {
  type Check,
  databaseCheck,
  failed,
  notice,
  ok,
  rowCheck,
  unlessSimulated,
  warning,
} from '../check.ts';

const ALERTS = 'docs/operations.md#alerts';
const WORKER_SILENT_SECONDS = 120;
const VERIFICATION_HOURS = 30;
const HOUR_MS = 3_600_000;

/** What the workers and people have to do, and what went wrong with it. */
export const workChecks: readonly Check[] = [
  databaseCheck(
    {
      name: 'worker',
      title: 'A worker runs',
      advice: 'Start a worker, and read its log if it ends.',
      link: ALERTS,
    },
    async (knex) => {
      const { rows: found } = await knex.raw<{ rows: { exists: boolean }[] }>(
        `select to_regclass('${JOB_SCHEMA}.job') is not null as exists`,
      );
      if (found[0]?.exists !== true) return failed('None has ever run.');
      const { rows } = await knex.raw<{ rows: { seconds: number | null }[] }>(
        `select extract(epoch from clock_timestamp() - max(completed_on))::float8 as seconds from ${JOB_SCHEMA}.job`,
      );
      const seconds = rows[0]?.seconds ?? null;
      if (seconds === null) return failed('No job has ended within the last hour.');
      const text = `The last job ended ${Math.round(seconds)} s ago.`;
      return seconds > WORKER_SILENT_SECONDS ? failed(text) : ok(text);
    },
  ),
  databaseCheck(
    {
      name: 'events',
      title: 'Events get their numbers',
      advice: 'Start a server or worker; “events could not be numbered” in the log names the cause.',
      link: 'docs/operations.md#events',
    },
    async (knex) => {
      const { waiting, waitingSeconds } = await eventLag(knex);
      return waitingSeconds > 30
        ? failed(`${waiting} wait, the oldest for ${waitingSeconds} s.`)
        : ok(waiting === 0 ? 'None waits.' : `${waiting} wait.`);
    },
  ),
  rowCheck<{ disabled: number; failing: number }>(
    {
      name: 'webhook-endpoints',
      title: 'Receivers of webhooks get their events',
      advice: 'Look at the endpoint’s deliveries; enable a disabled one again when its receiver works.',
      link: ALERTS,
    },
    `select count(*) filter (where disabled_reason in ('gone', 'failing', 'events_removed'))::int as disabled,
      count(*) filter (where disabled_at is null and failures > 0)::int as failing from webhook_endpoints`,
    ({ disabled, failing }) =>
      disabled + failing === 0
        ? ok('All of them do.')
        : warning(`${disabled} endpoints are disabled, ${failing} fail.`),
  ),
  databaseCheck(
    {
      name: 'last-verification',
      title: 'The nightly verification found nothing',
      advice: `Run “${PROGRAM} verify”; if it finds something, stop all payouts.`,
      link: 'docs/operations.md#what-verify-checks',
    },
    async (knex, { settings }) => {
      const last = await lastVerification(knex);
      if (last === null) return unlessSimulated(settings, 'There was none yet.');
      if (!last.ok) return failed(`It found: ${last.problem ?? 'a fault'}.`);
      const hours = (Date.now() - last.finishedAt.getTime()) / HOUR_MS;
      return hours > VERIFICATION_HOURS
        ? warning(`The last one is ${Math.round(hours)} hours old.`)
        : ok('It did not.');
    },
  ),
  databaseCheck(
    {
      name: 'unexplained',
      title: 'Everything that arrived is somewhere',
      advice: `Run “${PROGRAM} verify”, then “${PROGRAM} reconcile”, before anything is paid out.`,
      link: ALERTS,
    },
    async (knex) => {
      // Every payment is read by `verify`, which compares the totals with it.
      const { unexplainedUsd } = (await readBooks(knex)).conservation;
      return unexplainedUsd === '0.00'
        ? ok(
            'Nothing is unexplained, by the totals that the nightly verification compares with all payments.',
          )
        : failed(`${unexplainedUsd} USD are unexplained.`);
    },
  ),
  rowCheck<{ state: string }>(
    {
      name: 'provider-circuit',
      title: 'Calls to the provider are let through',
      advice: 'Wait: the desk goes on by itself when the provider answers.',
      link: 'docs/operations.md#when-the-provider-is-down-for-a-day',
    },
    'select state from provider_circuit',
    ({ state }) => (state === 'closed' ? ok('They are.') : warning('They are paused: it failed repeatedly.')),
  ),
  rowCheck<{ offered: number }>(
    {
      name: 'currencies',
      title: 'Currencies are offered',
      advice: 'Sync the currencies, and offer some of them in the admin app.',
      link: 'docs/operations.md#currencies',
    },
    'select count(*)::int as offered from currencies where is_active and is_available',
    ({ offered }) => (offered === 0 ? warning('None is: payers cannot pay.') : ok(`${offered} are.`)),
  ),
  rowCheck<{ stopped: number }>(
    {
      name: 'payouts-stopped',
      title: 'Payouts are not stopped',
      advice: 'Once the reason is gone, another person resumes them.',
      link: 'docs/operations.md#payouts-through-the-provider',
    },
    'select count(*)::int as stopped from payout_stops where resumed_at is null',
    ({ stopped }) => (stopped > 0 ? warning('All payouts are stopped.') : ok('They are not.')),
  ),
  rowCheck<{ admins: number }>(
    {
      name: 'admins',
      title: 'More than one admin',
      advice: 'Invite a second admin: alone, one waits a day for each change of a guard.',
      link: 'docs/security.md#who-can-do-what-alone',
    },
    `select count(*)::int as admins from staff where role = 'admin' and deactivated_at is null`,
    ({ admins }, settings) => {
      if (admins === 0) return failed('There is no active admin.');
      return admins === 1 ? unlessSimulated(settings, 'There is one.') : ok(`There are ${admins}.`);
    },
  ),
  rowCheck<{ expired: number; expiring: number }>(
    {
      name: 'api-keys',
      title: 'API keys do not expire soon',
      advice: 'Create a new key for the app, and revoke the old one.',
      link: 'docs/security.md#keys-and-secrets',
    },
    `select count(*) filter (where expires_at <= clock_timestamp())::int as expired,
      count(*) filter (where expires_at between clock_timestamp() and clock_timestamp() + interval '14 days')::int
        as expiring from api_keys where revoked_at is null`,
    ({ expired, expiring }) => {
      if (expiring > 0) return warning(`${expiring} expire within 14 days.`);
      return expired > 0 ? notice(`${expired} have expired and were not revoked.`) : ok('None does.');
    },
  ),
];
