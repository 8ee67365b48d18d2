import { type Check, failed, ok, rowCheck } from '../check.ts';

const DOCTOR = 'docs/operations.md#the-doctor';
const SHOWN = 3;
const GUARDED = `'transactions', 'payments', 'suspense_items', 'payouts', 'payout_stops', 'withdrawal_requests',
  'withdrawal_approvals', 'withdrawal_decisions', 'withdrawal_policies', 'change_requests',
  'change_request_approvals', 'solo_credits', 'provider_events', 'audit_log', 'audit_seals', 'ledger_seals'`;

/** Single objects of the database that stopped working without being changed. */
export const objectChecks: readonly Check[] = [
  rowCheck<{ names: string[] }>(
    {
      name: 'indexes',
      title: 'Every index can be used',
      advice: 'Run “reindex index concurrently” for each; of a unique one, look for doubled rows first.',
      link: DOCTOR,
    },
    `select coalesce(array_agg(i.indexrelid::regclass::text order by 1), '{}') as names
      from pg_index i join pg_class c on c.oid = i.indexrelid
      where c.relnamespace = current_schema()::regnamespace and not (i.indisvalid and i.indisready)`,
    ({ names }) => (names.length === 0 ? ok('Every one can.') : failed(`Invalid: ${firstOf(names)}.`)),
  ),
  rowCheck<{ names: string[]; triggers: number }>(
    {
      name: 'triggers',
      title: 'The triggers that guard money fire always, for replicated rows too',
      advice: 'Stop all payouts, find out who changed it, and run “alter table … enable always trigger …”.',
      link: 'docs/operations.md#what-verify-checks',
    },
    `select count(*)::int as triggers,
      coalesce(array_agg(t.tgname::text order by 1) filter (where t.tgenabled <> 'A'), '{}') as names
      from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = current_schema()::regnamespace and c.relname in (${GUARDED})
        and not t.tgisinternal and t.tgname not like '%\\_touch'`,
    ({ names, triggers }) => {
      if (triggers === 0) return failed('There is none at all.');
      return names.length === 0 ? ok(`All ${triggers} do.`) : failed(`Not always: ${firstOf(names)}.`);
    },
  ),
];

const firstOf = (names: readonly string[]) =>
  `${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ''}`;
