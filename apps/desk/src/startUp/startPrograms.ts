import type { Settings } from '@paydesk/server/settings';
import type { DeskPrograms } from '../programs/deskPrograms.ts';
import { deskEnvironment, simulatorEnvironment } from '../supervisor/childEnvironment.ts';
import { checkPort } from '../supervisor/checkPort.ts';
import type { ChildPlan } from '../supervisor/superviseChild.ts';
import { supervise, type Run } from './run.ts';

/**
 * Server and worker finish what is under way and end by themselves, within 30 seconds and a few after
 * `SHUTDOWN_DELAY_SECONDS`. Then the simulator goes, then PostgreSQL.
 */
const DRAIN_MS = 40_000;
const SIMULATOR_GRACE_MS = 1_000;

interface ProgramsPlan {
  settings: Settings;
  programs: DeskPrograms;
  /** Flags of Node.js for server and worker. */
  serverFlags: readonly string[];
  databaseUrl: string;
}

/** Starts simulator, server and worker side by side: each waits for another that is not there yet. */
export async function startPrograms(run: Run, plan: ProgramsPlan): Promise<void> {
  const { settings, programs, serverFlags: flags } = plan;
  const compiled = programs.compiled === null ? {} : { NODE_COMPILE_CACHE: programs.compiled };
  const env = { ...deskEnvironment(settings, plan.databaseUrl), ...compiled };
  const simulator = {
    name: 'provider simulator',
    program: programs.simulator,
    env: { ...simulatorEnvironment(settings), ...compiled },
    beforeStart: () => checkPort(settings.simulator.port, 'SIMULATOR_PORT'),
  };
  const server = {
    name: 'server',
    program: programs.server,
    flags,
    env,
    beforeStart: () => checkPort(settings.port, 'PORT'),
  };
  const worker = { name: 'worker', program: programs.worker, flags, env };
  const starts = [
    start(run, settings.provider.simulated ? [simulator] : []),
    start(run, [server, worker]),
  ] as const;
  const [simulators, servers] = await Promise.all(starts);
  // Noted before a failure of one is reported, so that none is left behind. Undone in reverse order.
  const stopAll = (started: Started, graceMs: number) => async () =>
    await Promise.all(started.children.map((child) => child.stop(graceMs)));
  run.undo.push(stopAll(simulators, SIMULATOR_GRACE_MS));
  run.undo.push(stopAll(servers, settings.shutdownDelayMs + DRAIN_MS));
  for (const failure of [...servers.failures, ...simulators.failures]) throw failure;
}

type Started = Awaited<ReturnType<typeof start>>;

async function start(run: Run, plans: readonly ChildPlan[]) {
  const outcomes = await Promise.allSettled(plans.map((plan) => supervise(run, plan)));
  return {
    children: outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    failures: outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : [])),
  };
}
