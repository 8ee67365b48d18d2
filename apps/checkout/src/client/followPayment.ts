import { isFinal, type CheckoutView } from '../checkoutView.ts';
import { notice } from './notices.ts';
import type { OpenPage } from './openPage.ts';

/** The server sends a sign of life every 15 seconds; this long without one means that the line is dead. */
const SILENCE_MS = 40_000;
const POLL_MS = 5000;
/** While polling, how often the stream is tried again. */
const RETRY_STREAM_MS = 60_000;

/**
 * Keeps the page up to date: by the event stream, or by polling where streams are refused or cut off by a
 * proxy.
 */
export function followPayment(page: OpenPage): void {
  let heardAt = Date.now();
  let streamFailedAt = 0;
  let stream: EventSource | null = null;
  let isOver = false;

  const heard = () => {
    heardAt = Date.now();
    notice('connection', null);
  };

  /** When all is told, the place in the stream is left to others. */
  const show = (view: CheckoutView) => {
    page.show(view);
    isOver = isFinal(view) && view.transaction !== null;
    if (isOver) giveUpStream(0);
  };

  const openStream = () => {
    const source = new EventSource(`${page.path}/events`);
    stream = source;
    source.addEventListener('payment', (event) => {
      heard();
      show(JSON.parse(String((event as MessageEvent).data)) as CheckoutView);
    });
    source.addEventListener('alive', heard);
    // The server ends every stream after a while; a page that is still open asks for another.
    source.addEventListener('end', () => giveUpStream(0));
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) giveUpStream(Date.now());
    });
  };

  const giveUpStream = (failedAt: number) => {
    stream?.close();
    stream = null;
    streamFailedAt = failedAt;
  };

  const poll = async () => {
    try {
      const answer = await fetch(`${page.path}/status`, { headers: { accept: 'application/json' } });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      show((await answer.json()) as CheckoutView);
      heard();
    } catch {
      lost(page);
    }
  };

  const look = () => {
    // A forgotten tab neither holds a place nor makes the desk ask the provider; it catches up when somebody
    // returns to it.
    if (isOver || (stream === null && document.hidden)) return;
    if (stream !== null && Date.now() - heardAt > SILENCE_MS) giveUpStream(Date.now());
    if (stream !== null && stream.readyState === EventSource.OPEN) return;
    if (stream === null && Date.now() - streamFailedAt > RETRY_STREAM_MS) openStream();
    void poll();
  };

  setInterval(look, POLL_MS);
  document.addEventListener('visibilitychange', look);
  addEventListener('offline', () => lost(page));
  addEventListener('online', look);
  openStream();
}

function lost({ texts }: OpenPage): void {
  notice('connection', navigator.onLine ? texts.connectionLost : texts.offline);
}
