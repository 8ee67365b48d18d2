import { Readable } from 'node:stream';
import type { CheckoutHub } from '../checkout/checkoutHub.ts';
import { retryHint } from './eventStream.ts';

/** Proxies close a connection that is silent for a minute; the page reconnects after 40 seconds of silence. */
const KEEPALIVE_MS = 15_000;

/** A page that is still open afterwards requests a new stream. */
const MAX_STREAM_MS = 3_600_000;

/** A viewer that does not read is disconnected before its backlog uses too much memory. */
const MAX_BACKLOG_BYTES = 256 * 1024;

/**
 * The event stream of one viewer, which ends after an hour, or when the process is asked to stop. Null if too many
 * viewers are connected.
 */
export function checkoutEvents(
  hub: CheckoutHub,
  { token, address, stopping }: { token: string; address: string; stopping: AbortSignal },
): Readable | null {
  const stream = new Readable({ read() {} });
  const send = (event: string, data: string) => {
    if (stream.readableLength > MAX_BACKLOG_BYTES) stream.destroy();
    else if (!stream.destroyed) stream.push(`event: ${event}\ndata: ${data}\n\n`);
  };
  stream.push('retry: 3000\n\n');
  const subscription = hub.join({ token, address, send: (view) => send('payment', JSON.stringify(view)) });
  if (subscription === null) return null;

  const keepalive = setInterval(() => send('alive', '{}'), KEEPALIVE_MS);
  let hasEnded = false;
  const end = () => {
    if (hasEnded || stream.destroyed) return;
    hasEnded = true;
    stream.push(retryHint(1000));
    send('end', '{}');
    stream.push(null);
  };
  const last = setTimeout(end, MAX_STREAM_MS);
  stopping.addEventListener('abort', end);
  if (stopping.aborted) end();
  stream.once('close', () => {
    clearInterval(keepalive);
    clearTimeout(last);
    stopping.removeEventListener('abort', end);
    subscription.leave();
  });
  return stream;
}
