import { createChaosDatabase } from '../desk/chaosDatabase.ts';
import { runSchedule } from '../schedule/runSchedule.ts';
import { createStage, type Stage } from '../schedule/stage.ts';
import type { Share } from './startChaos.ts';

/**
 * A child process: plays its share of the seeds, on a fresh database every so often, and tells the parent of
 * each.
 */
const { serverUrl, seeds, trace } = JSON.parse(process.argv[2] ?? '{}') as Share;
const write = trace ? (line: string) => void process.stdout.write(`${line}\n`) : undefined;
let stage: Stage | null = null;
let drop: () => Promise<void> = async () => {};

for (let index = 0; index < seeds.count; index += 1) {
  if (stage === null || stage.isFull()) {
    await stage?.close();
    await drop();
    const database = await createChaosDatabase(serverUrl);
    drop = database.drop;
    stage = createStage(database.url, write);
  }
  const result = await runSchedule(stage, seeds.from + index * seeds.step);
  await new Promise((resolve) => process.send?.(result, resolve));
}
await stage?.close();
process.exit();
