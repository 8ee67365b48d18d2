import { createChaosDatabase } from '../desk/chaosDatabase.ts';
import { runSchedule } from '../schedule/runSchedule.ts';
import { createTestBed, type TestBed } from '../schedule/testBed.ts';
import type { Share } from './startChaos.ts';

/**
 * A child process: runs its share of the seeds, on a new database when one is full, and reports each to the
 * parent.
 */
const { serverUrl, seeds, trace } = JSON.parse(process.argv[2] ?? '{}') as Share;
const write = trace ? (line: string) => void process.stdout.write(`${line}\n`) : undefined;
let testBed: TestBed | null = null;
let drop: () => Promise<void> = async () => {};

for (let index = 0; index < seeds.count; index += 1) {
  if (testBed === null || testBed.isFull()) {
    await testBed?.close();
    await drop();
    const database = await createChaosDatabase(serverUrl);
    drop = database.drop;
    testBed = createTestBed(database.url, write);
  }
  const result = await runSchedule(testBed, seeds.from + index * seeds.step);
  await new Promise((resolve) => process.send?.(result, resolve));
}
await testBed?.close();
process.exit();
