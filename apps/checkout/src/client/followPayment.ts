import { isFinal, type CheckoutView } from '../checkoutView.ts';
import { notice, type OpenPage } from './openPage.ts';

/** The server sends a heartbeat every 15 seconds; without one for this long, the connection is lost. */
const SILENCE_MS = 40_000;
const POLL_MS = 5000;
/** How often the stream is tried again while polling. */
const RETRY_STREAM_MS = 60_000;

/**
 * Keeps the page up to date: by the event stream, or by polling where streams are refused or closed by a proxy.
 */
export function followPayment(page: OpenPage): void {
  let lastContactAt = Date.now();
  let streamFailedAt = 0;
  let stream: EventSource | null = null;
  let isOver = false;

  const noteContact = () => {
    lastContactAt = Date.now();
    notice('connection', null);
  };

  /** After the last change, the stream is closed to free its slot on the server. */
  const show = (view: CheckoutView) => {
    page.show(view);
    isOver = isFinal(view) && view.transaction !== null;
    if (isOver) closeStream(0);
  };

  const openStream = () => {
    const source = new EventSource(`${page.path}/events`);
    stream = source;
    source.addEventListener('payment', (event) => {
      noteContact();
      show(JSON.parse(String((event as MessageEvent).data)) as CheckoutView);
    });
    source.addEventListener('alive', noteContact);
    // The server ends every stream after a while; a page that is still open opens another.
    source.addEventListener('end', () => closeStream(0));
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) closeStream(Date.now());
    });
  };

  const closeStream = (failedAt: number) => {
    stream?.close();
    stream = null;
    streamFailedAt = failedAt;
  };

  const poll = async () => {
    try {
      const answer = await fetch(`${page.path}/status`, { headers: { accept: 'application/json' } });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      show((await answer.json()) as CheckoutView);
      noteContact();
    } catch {
      showLost(page);
    }
  };

  const check = () => {
    // A hidden tab neither occupies a stream nor makes the desk call the provider; it catches up when it becomes
    // visible.
    if (isOver || (stream === null && document.hidden)) return;
    if (stream !== null && Date.now() - lastContactAt > SILENCE_MS) closeStream(Date.now());
    if (stream !== null && stream.readyState === EventSource.OPEN) return;
    if (stream === null && Date.now() - streamFailedAt > RETRY_STREAM_MS) openStream();
    void poll();
  };

  setInterval(check, POLL_MS);
  document.addEventListener('visibilitychange', check);
  addEventListener('offline', () => showLost(page));
  addEventListener('online', check);
  openStream();
}

function showLost({ texts }: OpenPage): void {
  notice('connection', navigator.onLine ? texts.connectionLost : texts.offline);
}
