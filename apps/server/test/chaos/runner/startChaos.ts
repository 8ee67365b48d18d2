import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { startScratchServer } from '@paydesk/embedded-database';
import { CHAOS_SERVER_SETTINGS, createTemplate } from '../desk/chaosDatabase.ts';
import type { ScheduleResult } from '../schedule/runSchedule.ts';

export interface ChaosOptions {
  /** Of the first schedule; the next ones follow it, one by one. */
  seed: number;
  schedules: number;
  trace: boolean;
  keepGoing: boolean;
  processes: number;
}

/** What a child process has to run. */
export interface Share {
  serverUrl: string;
  seeds: { from: number; step: number; count: number };
  trace: boolean;
}

const PROGRESS_MS = 10_000;

/**
 * Runs schedules in child processes on one throw-away PostgreSQL. Returns the exit code: 1 when anything that
 * must be true was not.
 */
export async function startChaos(options: ChaosOptions): Promise<number> {
  const server = await startScratchServer(CHAOS_SERVER_SETTINGS);
  const startedAt = Date.now();
  let done = 0;
  let failures = 0;
  const children: ChildProcess[] = [];
  const stop = () => children.forEach((child) => child.kill());
  // A terminal and `timeout` signal twice, to us and to our group: the second must not keep us from stopping
  // PostgreSQL.
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const line = () => {
    const seconds = (Date.now() - startedAt) / 1000;
    return `${done} of ${options.schedules} schedules, ${failures} with violations, ${(done / seconds).toFixed(2)} a second (${Math.round((done / seconds) * 3600)} an hour)\n`;
  };
  const progress = setInterval(() => process.stdout.write(line()), PROGRESS_MS);
  const onResult = (result: ScheduleResult) => {
    done += 1;
    if (result.problems.length === 0) return;
    failures += 1;
    process.stdout.write(describe(result));
    if (!options.keepGoing) stop();
  };
  try {
    await createTemplate(server.url);
    const { seed, schedules, processes, trace } = options;
    await Promise.all(
      Array.from({ length: processes }, async (_, index) => {
        const count = Math.ceil((schedules - index) / processes);
        await runShare(
          { serverUrl: server.url, seeds: { from: seed + index, step: processes, count }, trace },
          children,
          onResult,
        );
      }),
    );
  } finally {
    clearInterval(progress);
    await server.stop();
  }
  process.stdout.write(line());
  if (done < options.schedules && failures === 0) process.stdout.write('Not all schedules were run.\n');
  return failures > 0 || done < options.schedules ? 1 : 0;
}

async function runShare(
  share: Share,
  children: ChildProcess[],
  onResult: (result: ScheduleResult) => void,
): Promise<void> {
  const child = fork(join(import.meta.dirname, 'runShare.ts'), [JSON.stringify(share)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  children.push(child);
  child.on('message', (message) => onResult(message as ScheduleResult));
  await new Promise<void>((resolve) => child.once('exit', () => resolve()));
}

function describe({ seed, problems, events }: ScheduleResult): string {
  return [
    '',
    `✘ seed ${seed}`,
    ...problems.map((problem) => `  violated: ${problem}`),
    '  what happened:',
    ...events.map((event) => `    ${event}`),
    `  replay: pnpm --filter server chaos --seed ${seed} --schedules 1 --trace`,
    '',
    '',
  ].join('\n');
}
