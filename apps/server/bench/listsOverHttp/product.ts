import { pino } from 'pino';
import { readSettings } from '../../src/base/settings.ts';
import { createAppContext } from '../../src/context/createAppContext.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { createApp } from '../../src/http/createApp.ts';
import { watchCredentials } from '../../src/signIn/watchCredentials.ts';
import { answerBench } from './processes.ts';

/* The product's server, as `main.ts` starts it: `product.ts URL`. */
const ctx = createAppContext(
  readSettings({ LOG_LEVEL: 'silent' }, () => 'a secret for the benchmark alone, long enough'),
  connectDatabase(process.argv[2] ?? ''),
  pino({ level: 'silent' }),
);
watchCredentials(ctx.knex, ctx.credentials, ctx.log);
const app = await createApp(ctx);
answerBench(await app.listen({ port: 0, host: '127.0.0.1' }));
