import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { lookup } from 'node:dns/promises';
import { createServer, type Server as Listener } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A client that has connected sends its request within this time; a connection that sends none is only open. */
const QUIET_MS = 250;
const POLL_MS = 25;

/** An HTTP server that loses no request when it stops. */
export interface StoppableServer {
  /** Requests that are not answered yet. */
  readonly openRequests: number;
  /** Listens on every address of the host: `localhost` has one of each IP version. */
  listen(address: { port: number; host: string }): Promise<void>;
  /**
   * Stops listening, waits until every request is answered, `limitMs` at most, and closes all connections.
   * @returns how many requests were cut off
   */
  close(limitMs: number): Promise<number>;
}

/**
 * Makes a server stop without a loss. From the moment that the process is asked to stop, every answer ends its
 * connection: the next request of that client goes to another server.
 */
export function stoppableServer(server: Server, stopping: AbortSignal): StoppableServer {
  const open = new Set<ServerResponse>();
  const listeners: Listener[] = [];
  server.prependListener('request', (_request, response: ServerResponse) => {
    open.add(response);
    response.once('close', () => open.delete(response));
    if (stopping.aborted) endConnection(response);
  });
  stopping.addEventListener('abort', () => open.forEach(endConnection));

  /** Whether all are answered, and none has come for a moment. */
  async function isQuiet(deadline: number): Promise<boolean> {
    for (let since = performance.now(); performance.now() - since < QUIET_MS;) {
      if (performance.now() > deadline) return false;
      await pause(POLL_MS);
      if (open.size > 0) since = performance.now();
    }
    return true;
  }

  return {
    get openRequests() {
      return open.size;
    },
    async listen({ port, host }) {
      const [first, ...others] = await lookup(host, { all: true });
      if (first === undefined) throw new Error(`${host} has no address`);
      await listen(server, port, first.address);
      for (const { address } of others) {
        const listener = createServer((socket) => server.emit('connection', socket));
        // A machine without IPv6 may still have a name for its address.
        await listen(listener, portOf(server), address).catch(() => {});
        listeners.push(listener);
      }
    },
    async close(limitMs) {
      for (const listener of [server, ...listeners]) listener.close();
      const cut = (await isQuiet(performance.now() + limitMs)) ? 0 : open.size;
      server.closeAllConnections();
      return cut;
    },
  };
}

function endConnection(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}

async function listen(listener: Listener, port: number, host: string): Promise<void> {
  listener.listen({ port, host });
  await once(listener, 'listening');
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen on a port');
  return address.port;
}
