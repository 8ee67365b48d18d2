import { createServer, request as sendRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface UnreliableProxy {
  url: string;
  /** The desk gets the next request to such an address and acts; the answer is lost. */
  loseNextAnswer(address: RegExp): void;
  /** How many answers were lost. */
  lost(): number;
  /** The idempotency keys of the requests to such an address, in their order. */
  keysOf(address: RegExp): string[];
  close(): void;
}

/** Stands between a shop and the desk, where answers can get lost. */
export async function startUnreliableProxy(deskUrl: string): Promise<UnreliableProxy> {
  let losing: RegExp | null = null;
  let lost = 0;
  const keys: { address: string; key: string }[] = [];
  const server = createServer((incoming, outgoing) => {
    void readBody(incoming).then((body) => {
      const address = incoming.url ?? '/';
      keys.push({ address, key: keyOf(incoming, body) });
      const isLost = losing?.test(address) === true;
      if (isLost) losing = null;
      const { host: _host, connection: _connection, ...headers } = incoming.headers;
      const forwarded = sendRequest(
        new URL(address, deskUrl),
        { method: incoming.method, headers },
        (answer) => {
          if (isLost) {
            lost += 1;
            answer.resume().once('end', () => outgoing.destroy());
            return;
          }
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        },
      );
      forwarded.once('error', () => outgoing.destroy());
      forwarded.end(body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseNextAnswer: (address) => {
      losing = address;
    },
    lost: () => lost,
    keysOf: (address) => keys.filter((one) => address.test(one.address)).map(({ key }) => key),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** As a header over REST, as a field of the input otherwise. */
function keyOf({ headers }: IncomingMessage, body: Buffer): string {
  const header = headers['idempotency-key'];
  if (typeof header === 'string') return header;
  return /"idempotencyKey":"([^"]*)"/.exec(body.toString('utf8'))?.[1] ?? '';
}
