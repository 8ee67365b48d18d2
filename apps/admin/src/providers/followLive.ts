import type { Viewer } from '@paydesk/types/rules';
import { connectLive, type LiveNews } from './liveConnection.ts';

/** What one tab tells the others of its browser. */
type TabMessage =
  | { kind: 'news'; news: LiveNews }
  /** A tab has come, and knows nothing. */
  | { kind: 'hello' }
  /** What a tab that has come needs to know. */
  | { kind: 'welcome'; cursor: string | null; isLive: boolean; viewers: readonly Viewer[] };

/**
 * Follows what changes on the desk. All tabs of a browser share one stream, because browsers open six connections to
 * one server: the tab that holds a lock has the stream and passes everything on; when it goes, the next one takes over
 * from the cursor that it has heard of. Where the browser has no locks (plain http on another machine), each tab
 * follows by itself while it is visible.
 *
 * @param person the id of who is signed in: tabs of another person hear nothing
 * @returns the function that stops it
 */
export function followLive(person: string, tell: (news: LiveNews) => void): () => void {
  const { locks } = navigator as { locks?: LockManager | null };
  return locks ? followTogether(locks, person, tell) : followAlone(tell);
}

function followTogether(locks: LockManager, person: string, tell: (news: LiveNews) => void): () => void {
  const name = `paydesk-live ${person}`;
  const channel = new BroadcastChannel(name);
  const left = new AbortController();
  let cursor: string | null = null;
  let isLive = false;
  let isWelcome = false;
  let hasStream = false;
  let viewers: readonly Viewer[] = [];

  function hear(news: LiveNews): void {
    if ('cursor' in news) cursor = news.cursor;
    if (news.kind === 'live') ({ isLive } = news);
    if (news.kind === 'viewers') ({ viewers } = news);
    tell(news);
  }

  const send = (message: TabMessage) => channel.postMessage(message);
  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    if (data.kind === 'hello') {
      if (hasStream) send({ kind: 'welcome', cursor, isLive, viewers });
    } else if (data.kind === 'news') {
      // Without a cursor it would not know what it has missed: it waits for its welcome.
      if (isWelcome) hear(data.news);
    } else if (!isWelcome && data.cursor !== null) {
      isWelcome = true;
      hear({ kind: 'live', isLive: data.isLive });
      hear({ kind: 'viewers', viewers: data.viewers, cursor: data.cursor });
      hear({ kind: 'reset', cursor: data.cursor });
    }
  };

  void locks
    .request(name, { signal: left.signal }, async () => {
      hasStream = true;
      isWelcome = true;
      const connection = connectLive(cursor, (news) => {
        hear(news);
        send({ kind: 'news', news });
        // Tabs that came before there was a cursor.
        if (news.kind === 'reset') send({ kind: 'welcome', cursor, isLive, viewers });
      });
      await new Promise<void>((release) => {
        left.signal.addEventListener('abort', () => release());
        if (left.signal.aborted) release();
      });
      connection.close();
    })
    // Left while it waited for the lock.
    .catch(() => undefined);
  send({ kind: 'hello' });

  return () => {
    left.abort();
    channel.close();
  };
}

function followAlone(tell: (news: LiveNews) => void): () => void {
  let connection: ReturnType<typeof connectLive> | null = null;
  let cursor: string | null = null;

  function followIfVisible(): void {
    if (document.visibilityState === 'hidden') {
      connection?.close();
      connection = null;
      tell({ kind: 'live', isLive: false });
    } else
      connection ??= connectLive(cursor, (news) => {
        if ('cursor' in news) ({ cursor } = news);
        tell(news);
      });
  }

  followIfVisible();
  document.addEventListener('visibilitychange', followIfVisible);
  return () => {
    document.removeEventListener('visibilitychange', followIfVisible);
    connection?.close();
    connection = null;
  };
}
