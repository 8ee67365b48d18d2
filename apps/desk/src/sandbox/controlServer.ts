import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DomainError } from '@paydesk/server/domain';
import { z } from 'zod';
import { CONTROLS } from './controls/controls.ts';
import type { Sandbox } from './openSandbox.ts';

const MAX_BODY_BYTES = 64 * 1024;

/** What a test needs to know. */
export interface SandboxInfo {
  /** The desk's address. */
  url: string;
  /** May do everything that an app may do. */
  apiKey: string;
  admin: { id: string; email: string; password: string };
}

interface Options {
  info: SandboxInfo;
  token: string;
}

/**
 * Answers `POST /<control>` on 127.0.0.1, for whoever has the token. It is a server of its own: the desk that a sandbox
 * runs has no route for any of it.
 */
export async function startControlServer(
  sandbox: Sandbox,
  options: Options,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? null));
    };
    call(request, sandbox, options).then(
      (result) => answer(200, result),
      (error: unknown) => answer(error instanceof Refused ? error.status : 400, { error: describe(error) }),
    );
  });
  // Advancing the clock by a year takes what it takes.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function call(request: IncomingMessage, sandbox: Sandbox, { info, token }: Options): Promise<unknown> {
  if (!isSame(request.headers.authorization ?? '', `Bearer ${token}`))
    throw new Refused(401, 'the token of the sandbox is missing or wrong');
  const name = (request.url ?? '').slice(1);
  if (request.method !== 'POST') throw new Refused(405, 'controls are called with POST');
  const input = await readBody(request);
  if (name === 'info') return info;
  const control = CONTROLS[name];
  if (control === undefined) throw new Refused(404, `there is no control “${name}”`);
  return await control.run(sandbox, input);
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new Refused(413, 'the body is too large');
    chunks.push(chunk);
  }
  try {
    return chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown);
  } catch {
    throw new Refused(400, 'the body is not JSON');
  }
}

/** As the desk words its errors: a stable reason and a sentence. */
function describe(error: unknown): { reason: string; message: string } {
  if (error instanceof DomainError) return { reason: error.reason, message: error.message };
  if (error instanceof z.ZodError) return { reason: 'INVALID_INPUT', message: z.prettifyError(error) };
  return { reason: 'SANDBOX', message: error instanceof Error ? error.message : String(error) };
}
