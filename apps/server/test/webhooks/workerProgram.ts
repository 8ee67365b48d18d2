import { pino } from 'pino';
import { readSettings } from '../../src/base/settings.ts';
import { createAppContext } from '../../src/context/createAppContext.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { startSequencer } from '../../src/events/startSequencer.ts';
import { startDeliveries } from '../../src/webhooks/delivery/startDeliveries.ts';

/** What a worker does with events, in a process of its own that a test kills. Its clock runs as the test says. */
const {
  DATABASE_URL = '',
  PAYDESK_SECRET = '',
  CLAIM_MS,
  CLOCK_ORIGIN,
  CLOCK_BEGAN,
  CLOCK_SPEED,
} = process.env;
const elapsedMs = () => Number(CLOCK_ORIGIN) + (Date.now() - Number(CLOCK_BEGAN)) * Number(CLOCK_SPEED);

const ctx = createAppContext(
  readSettings({ LOG_LEVEL: 'silent', WEBHOOK_ALLOW_PRIVATE: '1' }, () => PAYDESK_SECRET),
  connectDatabase(DATABASE_URL, { applicationName: 'killed worker', poolMax: 5 }),
  pino({ level: 'silent' }),
  { clock: { now: () => new Date(elapsedMs()), elapsedMs } },
);
startSequencer(ctx);
startDeliveries(ctx, { claimMs: Number(CLAIM_MS) });
process.send?.('working');
