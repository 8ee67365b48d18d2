import { Readable } from 'node:stream';
import type { CheckoutHub } from '../checkout/checkoutHub.ts';

/** Proxies close a line that is silent for a minute; the page takes 40 seconds of silence for a dead line. */
const ALIVE_MS = 15_000;

/** Nobody waits for a payment for ever: a page that is still open asks for a new stream. */
const LONGEST_MS = 3_600_000;

/** A viewer that does not read is let go before its backlog costs memory. */
const BACKLOG_BYTES = 256 * 1024;

/** The event stream of one viewer, or null when there is no place left. It ends by itself after an hour. */
export function checkoutEvents(hub: CheckoutHub, token: string, address: string): Readable | null {
  const stream = new Readable({ read() {} });
  const send = (event: string, data: string) => {
    if (stream.readableLength > BACKLOG_BYTES) stream.destroy();
    else if (!stream.destroyed) stream.push(`event: ${event}\ndata: ${data}\n\n`);
  };
  stream.push('retry: 3000\n\n');
  const place = hub.join({ token, address, send: (view) => send('payment', JSON.stringify(view)) });
  if (place === null) return null;

  const alive = setInterval(() => send('alive', '{}'), ALIVE_MS);
  const end = setTimeout(() => {
    send('end', '{}');
    stream.push(null);
  }, LONGEST_MS);
  stream.once('close', () => {
    clearInterval(alive);
    clearTimeout(end);
    place.leave();
  });
  return stream;
}
