import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

type Content = string | Buffer;

const compress = promisify(gzip);

/** Sends a text, compressed if the browser accepts that, also without a proxy in front. */
export async function sendCompressed(
  request: FastifyRequest,
  reply: FastifyReply,
  content: Content,
): Promise<FastifyReply> {
  return await send(request, reply, { plain: content, zipped: async () => await compress(content) });
}

/** Sends what stays the same as long as the process lives: it is read, and compressed, when it is first asked for. */
export function compressedOnce(
  read: () => Content,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  let plain: Content | undefined;
  let zipped: Promise<Buffer> | undefined;
  return async (request, reply) => {
    const content = (plain ??= read());
    return await send(request, reply, {
      plain: content,
      zipped: async () => await (zipped ??= compress(content, { level: 9 })),
    });
  };
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { plain, zipped }: { plain: Content; zipped: () => Promise<Buffer> },
): Promise<FastifyReply> {
  // Another header may be named already.
  const vary = [reply.getHeader('vary'), 'accept-encoding'].filter((name) => name !== undefined).join(', ');
  void reply.header('vary', vary);
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return await reply.send(plain);
  return await reply.header('content-encoding', 'gzip').send(await zipped());
}
