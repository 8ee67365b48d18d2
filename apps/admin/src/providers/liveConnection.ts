import type { LiveChange, LiveMessage, Viewer } from '@paydesk/types/rules';
import { onSignedIn } from './authClient.ts';

/** What the desk sends on its live stream, with the cursor up to which everything was sent. */
export type LiveNews =
  | { kind: 'changes'; changes: readonly LiveChange[]; cursor: string }
  /** What was read before may be out of date. */
  | { kind: 'reset'; cursor: string }
  /** Who looks at what. */
  | { kind: 'viewers'; viewers: readonly Viewer[]; cursor: string }
  /** The server has ended the stream for this reason. */
  | { kind: 'end'; reason: string }
  /** Whether news arrive at the moment. */
  | { kind: 'live'; isLive: boolean };

const STREAM = '/api/live/stream';

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

/**
 * One connection to the live stream, for as long as it is not closed. It goes on from the cursor, also after a refusal
 * or a lost connection; without one it begins with a reset.
 */
export function connectLive(after: string | null, tell: (news: LiveNews) => void): { close(): void } {
  let cursor = after;
  let source: EventSource | null = null;
  let retryMs = FIRST_RETRY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function open(): void {
    const opened = new EventSource(cursor === null ? STREAM : `${STREAM}?after=${cursor}`);
    source = opened;
    opened.onopen = () => {
      retryMs = FIRST_RETRY_MS;
      tell({ kind: 'live', isLive: true });
    };
    opened.onmessage = ({ data, lastEventId }: MessageEvent<string>) => {
      cursor = lastEventId;
      tell({ kind: 'changes', changes: (JSON.parse(data) as LiveMessage).changes, cursor });
    };
    opened.addEventListener('reset', ({ lastEventId }: MessageEvent<string>) => {
      cursor = lastEventId;
      tell({ kind: 'reset', cursor });
    });
    // Changes move the cursor; whoever connects again is sent the viewers anyway.
    opened.addEventListener('presence', ({ data, lastEventId }: MessageEvent<string>) =>
      tell({ kind: 'viewers', viewers: JSON.parse(data) as Viewer[], cursor: cursor ?? lastEventId }),
    );
    opened.addEventListener('end', ({ data }: MessageEvent<string>) =>
      tell({ kind: 'end', reason: (JSON.parse(data) as { reason: string }).reason }),
    );
    opened.onerror = () => {
      tell({ kind: 'live', isLive: false });
      // Otherwise the browser connects again by itself, from the last id.
      if (opened.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, retryMs);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    };
  }

  open();
  const forget = onSignedIn(() => {
    clearTimeout(timer);
    source?.close();
    retryMs = FIRST_RETRY_MS;
    open();
  });
  return {
    close() {
      forget();
      clearTimeout(timer);
      source?.close();
    },
  };
}
