import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const compress = promisify(gzip);

/**
 * Sends a text, compressed if the browser takes that. For pages that phones load; a proxy in front would do
 * the same.
 */
export async function sendShort(
  request: FastifyRequest,
  reply: FastifyReply,
  content: string | Buffer,
): Promise<FastifyReply> {
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return await reply.send(content);
  return await reply.header('content-encoding', 'gzip').send(await compress(content));
}
