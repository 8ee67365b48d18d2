import { checkWorld } from '../checks/checkWorld.ts';
import { createInterleaver } from '../interleaving/interleaver.ts';
import type { Operation } from '../operations/operation.ts';
import { OPERATIONS } from '../operations/operations.ts';
import { planSchedule } from './planSchedule.ts';
import { createRandom } from './random.ts';
import { settle } from './settle.ts';
import type { TestBed } from './testBed.ts';
import { readView } from './view.ts';
import { createWorld, type World } from './world.ts';

export interface ScheduleResult {
  seed: number;
  /** Empty when all is well. */
  problems: string[];
  /** What happened, a line for each step. */
  events: string[];
}

/** Runs one schedule from its seed, lets everything settle and checks what must be true. */
export async function runSchedule(testBed: TestBed, seed: number): Promise<ScheduleResult> {
  const random = createRandom(seed);
  const world = await createWorld({ random, ...testBed.nextSlot() });
  try {
    await play(testBed, world);
    await settle(world);
    world.problems.push(...(await checkWorld(world)));
  } catch (error) {
    world.problems.push(
      `the schedule failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  } finally {
    await world.close();
  }
  return { seed, problems: world.problems, events: world.events };
}

async function play(testBed: TestBed, world: World): Promise<void> {
  const interleaver = createInterleaver(world.random.fork('turns'), testBed.waitingForLocks);
  for (const [number, batch] of planSchedule(world.random).entries()) {
    const view = await readView(
      world.observer,
      world.users,
      world.simulator.state().payments.map(({ paymentId }) => paymentId),
    );
    await interleaver.runAll(
      batch.map((step, index) => ({
        name: `${number}.${index} ${step.kind}`,
        work: async () => {
          const operation: Operation = OPERATIONS[step.kind as keyof typeof OPERATIONS];
          const line = `${number}.${index} ${step.kind} on ${world.instances[step.instance % world.instances.length]?.name ?? ''}`;
          testBed.trace(
            `  ▸ ${line}${step.crash === null ? '' : `, to be killed ${step.crash.when} gate ${step.crash.gate}`}`,
          );
          const outcome = await operation(world, view, step);
          world.events.push(`${line}: ${outcome}`);
        },
      })),
    );
    world.drift(1 + Math.floor(world.random.fork(`pause ${number}`).next() * 4000));
    await world.simulator.tick();
    world.letTimePass();
  }
}
