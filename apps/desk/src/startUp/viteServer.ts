import { resolve } from 'node:path';
import { createServer } from 'vite';

/** The admin app from its sources, in a process of its own: Vite reloads the browser when a file changes. */
const [port = ''] = process.argv.slice(2);
const server = await createServer({
  root: resolve(import.meta.dirname, '../../../admin'),
  server: { port: Number(port), strictPort: true },
  clearScreen: false,
  logLevel: 'warn',
});
await server.listen();
for (const event of ['SIGTERM', 'disconnect'] as const)
  process.once(event, () => void server.close().finally(() => process.exit()));
process.send?.({ ready: true });
