import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { RunningDesk } from './runDesk.ts';

const execute = promisify(execFile);

const PROGRAMS = {
  server: '/server.mjs',
  worker: '/worker.mjs',
  simulator: '/simulator.mjs',
};

type Part = keyof typeof PROGRAMS | 'postgres';

/** The children of the supervisor, and the embedded PostgreSQL: those that run. */
export async function processesOf(running: RunningDesk): Promise<Partial<Record<Part, number>>> {
  const { stdout } = await execute('ps', ['-A', '-ww', '-o', 'pid=,ppid=,stat=,args=']);
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/));
  const found = Object.entries(PROGRAMS).flatMap(([part, program]) =>
    rows
      .filter(
        ([, parent, state, ...words]) =>
          Number(parent) === running.pid && !state?.startsWith('Z') && words.join(' ').includes(program),
      )
      .map(([pid]) => [part, Number(pid)]),
  );
  return Object.fromEntries([...found, ...postmasterOf(running, rows).map((pid) => ['postgres', pid])]);
}

/** Their ids. */
export const pidsOf = async (running: RunningDesk): Promise<number[]> =>
  Object.values(await processesOf(running));

function postmasterOf({ dataDir }: RunningDesk, rows: string[][]): number[] {
  const { elsewhere } = JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8')) as {
    elsewhere?: string;
  };
  const directory = join(elsewhere ?? dataDir, 'postgres');
  return rows
    .filter(
      ([, , state, ...words]) =>
        !state?.startsWith('Z') && words.join(' ').includes(`postgres -D ${directory}`),
    )
    .map(([pid]) => Number(pid));
}

const root = resolve(import.meta.dirname, '../../../..');

export const paydesk = async ({ dataDir }: RunningDesk, ...words: string[]) =>
  await execute(process.execPath, [join(root, 'apps/desk/src/cli.ts'), ...words], {
    cwd: root,
    env: { PATH: process.env['PATH'], PAYDESK_DATA_DIR: dataDir, DATABASE_URL: '', NOWPAYMENTS_API_KEY: '' },
  });

/** What the desk has answered instead of a result. */
export class Refusal extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, error: { message: string; data: { reason: string } } | undefined) {
    super(error?.message ?? `status ${status}`);
    this.status = status;
    this.reason = error?.data.reason ?? 'none';
  }
}

export type Call = <Output>(procedure: string, input: object) => Promise<Output>;

/** Calls procedures with a new API key for these scopes. */
export async function appOf(running: RunningDesk, scopes: string): Promise<Call> {
  const { stdout } = await paydesk(running, 'create-api-key', '--name', 'shop', '--scopes', scopes, '--json');
  const { key } = JSON.parse(stdout) as { key: string };
  return async <Output>(procedure: string, input: object) => {
    const isQuery = /[.](list|get)$/.test(procedure);
    const query = isQuery ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
    const answer = await fetch(`${running.url}/trpc/${procedure}${query}`, {
      method: isQuery ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(!isQuery && { body: JSON.stringify(input) }),
      signal: AbortSignal.timeout(20_000),
    });
    const { result, error } = (await answer.json()) as {
      result?: { data: Output };
      error?: { message: string; data: { reason: string } };
    };
    if (result === undefined) throw new Refusal(answer.status, error);
    return result.data;
  };
}
