import { z } from 'zod';
import type { Knex } from 'knex';
import { connectDatabase } from '../../db/connect.ts';
import { type ReportedCheck, runDoctor } from '../../doctor/runDoctor.ts';
import { command, type OpenDatabase } from '../command.ts';

const EXIT = { fine: 0, warning: 1, failed: 2 } as const;
const STATEMENT_MS = 10_000;

export const doctorCommand = command({
  name: 'doctor',
  summary:
    'Look at everything the desk needs, and say what to do; exit code 1: a warning, 2: something failed',
  options: {},
  input: z.object({}),
  async run(_input, { settings, services, note }) {
    // A database that is away is a finding, and the other checks still run.
    const database: OpenDatabase | null = await services.openDatabase(settings, note).catch(() => null);
    const knex: Knex | null =
      database === null
        ? null
        : connectDatabase(database.url, {
            applicationName: 'paydesk doctor',
            statementTimeoutMs: STATEMENT_MS,
          });
    try {
      const checks = await runDoctor(settings, knex);
      const has = (state: ReportedCheck['state']) => checks.some((check) => check.state === state);
      return {
        json: { ok: !has('failed') && !has('warning'), checks },
        text: checks.map(lineOf).join('\n'),
        exitCode: has('failed') ? EXIT.failed : has('warning') ? EXIT.warning : EXIT.fine,
      };
    } finally {
      await knex?.destroy();
      await database?.close();
    }
  },
});

function lineOf({ name, state, title, found, advice, link }: ReportedCheck): string {
  const line = `${state.padEnd(8)} ${name}: ${title}. ${found}`;
  return state === 'warning' || state === 'failed'
    ? `${line}\n         What to do: ${advice} (${link})`
    : line;
}
