import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Loaded into processes of a desk by NODE_OPTIONS: at SIGUSR2 it collects garbage, and writes down what is left. */

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

process.on('SIGUSR2', () => {
  // Twice: what the first frees may have kept something else.
  collectGarbage();
  collectGarbage();
  const file = join(process.env['MEMORY_PROBE_DIR'] ?? '.', `${process.pid}.json`);
  writeFileSync(`${file}.draft`, JSON.stringify(process.memoryUsage()));
  renameSync(`${file}.draft`, file);
});
