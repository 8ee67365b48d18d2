import type { PaydeskEvent } from './paydeskEvent.ts';

/** The desk sends a comment every 15 seconds: after this the connection is dead. */
const SILENCE_MS = 45_000;

/** What is asked of the stream: as in `events.list`. */
interface StreamQuery {
  after: string;
  types?: readonly string[];
  userId?: string;
}

/** One message of the stream. Without an event it moves the cursor past what is not for this caller. */
interface StreamItem {
  cursor: string;
  event: PaydeskEvent | null;
}

/** Opens the stream; null where it cannot be had, for whatever reason. It ends without an error when it breaks. */
export type OpenStream = (
  query: StreamQuery,
  signal: AbortSignal | undefined,
) => Promise<AsyncIterable<StreamItem> | null>;

interface Connection {
  /** The desk's address. */
  url: string;
  fetch: typeof fetch;
  headers(): Promise<Record<string, string>>;
  /** For the answer to begin. */
  timeoutMs: number;
}

/** `GET /api/v1/events/stream` by `fetch`, because `EventSource` cannot send a token. */
export function streamOf(connection: Connection): OpenStream {
  return async (query, signal) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), connection.timeoutMs);
    try {
      const response = await connection.fetch(addressOf(connection.url, query), {
        headers: { ...(await connection.headers()), accept: 'text/event-stream' },
        signal: signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]),
      });
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
      // Some runtimes cannot read an answer before its end, and have no body.
      if (response.ok && isStream && response.body) return readItems(response.body);
      stop.abort();
      return null;
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  };
}

function addressOf(url: string, { after, types = [], userId }: StreamQuery): string {
  const search = new URLSearchParams({ after });
  for (const type of types) search.append('types', type);
  if (userId !== undefined) search.set('userId', userId);
  return `${url}/api/v1/events/stream?${search.toString()}`;
}

/** The messages that have arrived completely; a broken connection, or one that is silent, is the end. */
async function* readItems(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamItem, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const part = await readWithin(reader, SILENCE_MS);
      if (part === null) return;
      const messages = (rest + decoder.decode(part, { stream: true })).replaceAll('\r\n', '\n').split('\n\n');
      rest = messages.pop() ?? '';
      for (const message of messages) {
        const item = itemOf(message);
        if (item === 'unreadable') return;
        if (item !== null) yield item;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

async function readWithin(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  ms: number,
): Promise<Uint8Array | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), ms)));
  const part = reader.read().then(
    ({ value }) => value ?? null,
    () => null,
  );
  return await Promise.race([part, silence]).finally(() => clearTimeout(timer));
}

/** Null for comments, and for `event: end`, after which the connection ends. */
function itemOf(message: string): StreamItem | 'unreadable' | null {
  const fields = new Map(
    message.split('\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
    }),
  );
  const cursor = fields.get('id');
  const data = fields.get('data');
  if (cursor === undefined || fields.has('event')) return null;
  try {
    return { cursor, event: data === undefined ? null : (JSON.parse(data) as PaydeskEvent) };
  } catch {
    return 'unreadable';
  }
}
