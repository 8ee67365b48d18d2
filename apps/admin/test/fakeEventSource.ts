import { vi } from 'vitest';

type Listener = (event: MessageEvent<string>) => void;

/** Stands in for the browser's EventSource: the test says what the desk sends. */
export class FakeEventSource {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  /** All that were opened, the newest last. */
  static opened: FakeEventSource[] = [];

  readonly url: string;
  readyState: number = FakeEventSource.CONNECTING;
  onopen: (() => void) | null = null;
  onmessage: Listener | null = null;
  onerror: (() => void) | null = null;
  readonly #listeners = new Map<string, Listener>();

  constructor(url: string) {
    this.url = url;
    FakeEventSource.opened.push(this);
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, listener);
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }

  accept(): void {
    this.readyState = FakeEventSource.OPEN;
    this.onopen?.();
  }

  /** The desk has refused the stream; the browser does not try again. */
  reject(): void {
    this.close();
    this.onerror?.();
  }

  /** The connection is lost; the browser connects again by itself. */
  lose(): void {
    this.readyState = FakeEventSource.CONNECTING;
    this.onerror?.();
  }

  /** Rows have changed. */
  send(cursor: string, ...changes: readonly (readonly [topic: string, id: string | null])[]): void {
    this.onmessage?.(new MessageEvent('message', { data: JSON.stringify({ changes }), lastEventId: cursor }));
  }

  /** Everything may have changed: so a stream without a cursor begins. */
  reset(cursor: string): void {
    this.#listeners.get('reset')?.(new MessageEvent('reset', { data: '{}', lastEventId: cursor }));
  }

  presence(viewers: readonly unknown[], cursor = '1.1'): void {
    const data = JSON.stringify(viewers);
    this.#listeners.get('presence')?.(new MessageEvent('presence', { data, lastEventId: cursor }));
  }

  end(reason: string): void {
    this.#listeners.get('end')?.(new MessageEvent('end', { data: JSON.stringify({ reason }) }));
  }
}

export function stubEventSource(): typeof FakeEventSource {
  FakeEventSource.opened = [];
  vi.stubGlobal('EventSource', FakeEventSource);
  return FakeEventSource;
}
