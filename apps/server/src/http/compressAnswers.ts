import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import fastifyCompress from '@fastify/compress';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

type Content = string | Buffer;

const compress = promisify(gzip);

/**
 * Compresses answers of a kilobyte and more, also without a proxy in front. Not the streams of events, nor what sets an
 * encoding of its own. Request bodies are never decompressed: their limit counts what arrives.
 */
export async function compressAnswers(app: FastifyInstance): Promise<void> {
  await app.register(fastifyCompress, {
    globalDecompression: false,
    encodings: ['br', 'gzip'],
    // The default, 11, takes a hundred times as long for the last tenth.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });
}

/**
 * Sends what stays the same as long as the process lives: it is read, and compressed, when it is first asked for. The
 * plugin would compress it for every request; for the script of the reference that takes 20 ms.
 *
 * @param readZipped the same content, compressed before by gzip; null if there is none
 */
export function compressedOnce(
  read: () => Content,
  readZipped: () => Buffer | null = () => null,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  let plain: Content | undefined;
  let zipped: Promise<Buffer> | undefined;
  return async (request, reply) => {
    const content = (plain ??= read());
    // Another header may be named already.
    const vary = [reply.getHeader('vary'), 'accept-encoding'].filter((name) => name !== undefined).join(', ');
    void reply.header('vary', vary);
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return await reply.send(content);
    return await reply.header('content-encoding', 'gzip').send(await (zipped ??= zip(content)));
  };

  async function zip(content: Content): Promise<Buffer> {
    return readZipped() ?? (await compress(content, { level: 9 }));
  }
}
