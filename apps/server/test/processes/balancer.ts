import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

export interface Balancer {
  url: string;
  /** Answers of each server that were passed on, by its address. */
  answered: Map<string, number>;
  add(server: string): void;
  /** Servers that were ready when they were last asked. */
  ready(): string[];
}

/** How often each server is asked whether it is ready. */
const PROBE_MS = 100;

/**
 * A proxy in front of several servers, as an operator has one: one after the other, as long as `/health/ready` answers 200. What
 * cannot connect goes to the next one; a request that was sent is never sent again.
 */
export async function startBalancer(): Promise<Balancer> {
  const servers = new Map<string, boolean>();
  const answered = new Map<string, number>();
  const agent = new Agent({ keepAlive: true });
  let passed = 0;
  const ready = () => [...servers].filter(([, isReady]) => isReady).map(([server]) => server);

  async function probe(): Promise<void> {
    for (const server of servers.keys()) {
      const answer = await fetch(`${server}/health/ready`).catch(() => null);
      servers.set(server, answer?.status === 200);
    }
  }
  const timer = setInterval(() => void probe(), PROBE_MS);

  function pass(incoming: IncomingMessage, body: Buffer, response: ServerResponse, left: string[]): void {
    const [server, ...others] = left;
    if (server === undefined) return void response.writeHead(502).end('no server is ready');
    const sent = request(`${server}${incoming.url ?? '/'}`, {
      agent,
      method: incoming.method,
      headers: incoming.headers,
    });
    sent.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') pass(incoming, body, response, others);
      else response.writeHead(502).end(`the server broke the connection: ${error.code ?? error.message}`);
    });
    sent.once('response', (answer) => {
      answered.set(server, (answered.get(server) ?? 0) + 1);
      const { connection: _connection, ...headers } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, headers);
      answer.pipe(response);
    });
    sent.end(body);
  }

  const proxy = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', () => {
      const now = ready();
      passed += 1;
      const first = passed % Math.max(1, now.length);
      pass(incoming, Buffer.concat(chunks), response, [...now.slice(first), ...now.slice(0, first)]);
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  afterAll(() => {
    clearInterval(timer);
    agent.destroy();
    proxy.close();
    proxy.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    answered,
    add: (server) => void servers.set(server, false),
    ready,
  };
}
