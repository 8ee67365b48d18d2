import type { EventResource, EventType } from '@paydesk/types/rules';
import { setLive } from './refreshRate.ts';

/** What the app reads of an event. */
export interface DeskEvent {
  type: EventType;
  resourceType: EventResource;
  resourceId: string;
}

interface EventFollower {
  onEvent(event: DeskEvent): void;
  /** The stream has begun without a cursor: what was read before may be out of date. */
  onGap(): void;
  /** The server has ended the stream for this reason. */
  onEnd(reason: string): void;
}

const STREAM = '/api/v1/events/stream';

const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;

/**
 * Follows the desk's events while the page is visible: browsers open few connections to one server, and hidden tabs
 * would use them up. Goes on from the last event that it has seen. Returns the function that stops it.
 */
export function followDeskEvents({ onEvent, onGap, onEnd }: EventFollower): () => void {
  let source: EventSource | null = null;
  let lastId: string | null = null;
  let retryMs = FIRST_RETRY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function open(): void {
    const after = lastId;
    source = new EventSource(after === null ? STREAM : `${STREAM}?after=${after}`);
    let isFirst = true;
    source.onopen = () => {
      retryMs = FIRST_RETRY_MS;
      setLive(true);
      // When the browser connects again by itself, it sends where it was.
      if (after === null && isFirst) onGap();
      isFirst = false;
    };
    source.onmessage = ({ data, lastEventId }: MessageEvent<string>) => {
      lastId = lastEventId;
      onEvent(JSON.parse(data) as DeskEvent);
    };
    source.addEventListener('end', ({ data }: MessageEvent<string>) =>
      onEnd((JSON.parse(data) as { reason: string }).reason),
    );
    source.onerror = () => {
      setLive(false);
      if (source?.readyState !== EventSource.CLOSED) return;
      // Refused, perhaps because the cursor is too old.
      lastId = null;
      close();
      timer = setTimeout(openIfVisible, retryMs);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    };
  }

  function close(): void {
    clearTimeout(timer);
    source?.close();
    source = null;
    setLive(false);
  }

  function openIfVisible(): void {
    if (document.visibilityState === 'hidden') close();
    else if (source === null) open();
  }

  openIfVisible();
  document.addEventListener('visibilitychange', openIfVisible);
  return () => {
    document.removeEventListener('visibilitychange', openIfVisible);
    close();
  };
}
