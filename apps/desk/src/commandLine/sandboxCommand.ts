import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { command } from '@paydesk/server/command-line';
import { z } from 'zod';

/** In a process of its own: its clock is not this one's, and nothing of it is part of a desk that runs. */
const program = join(import.meta.dirname, '../sandboxProcess.ts');

export const sandboxCommand = command({
  name: 'sandbox',
  summary: 'Run a desk for tests until Ctrl-C: made-up money, a clock to advance, no data kept',
  options: {
    port: { value: 'PORT', help: 'The port of the desk; one that is free if left out' },
    settings: { value: 'JSON', help: 'Settings of the desk, such as {"PARTIAL_PAYMENTS":"suspense"}' },
  },
  input: z.object({
    port: z
      .string()
      .regex(/^\d{1,5}$/, 'must be a port')
      .optional(),
    settings: z.string().optional(),
  }),
  async run({ port, settings }, { interrupted }) {
    const words = [
      '--attached',
      ...(port === undefined ? [] : ['--port', port]),
      ...(settings === undefined ? [] : ['--settings', settings]),
    ];
    // The pipe tells it when this process ends, however it ends.
    const child = spawn(process.execPath, [program, ...words], { stdio: ['pipe', 'inherit', 'inherit'] });
    interrupted.catch(() => child.kill('SIGTERM'));
    const [code] = (await once(child, 'exit')) as [number | null];
    return { json: { exitCode: code }, text: 'The sandbox has stopped.', exitCode: code ?? 1 };
  },
});
