import { readFile, writeFile } from 'node:fs/promises';
import { createPaydeskClient } from '@paydesk/client';

const desk = createPaydeskClient({ url: 'https://desk.example.com', apiKey: 'pk_…' });
const after = await readFile('last-event.txt', 'utf8').catch(() => undefined);
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());

const events = desk.events.follow({
  after,
  types: ['payment.credited', 'withdrawal.completed'],
  signal: stop.signal,
});
for await (const event of events) {
  process.stdout.write(`${event.id} ${event.type}\n`);
  // When it has been handled, in the same database transaction if there is one.
  await writeFile('last-event.txt', String(event.sequence));
}
