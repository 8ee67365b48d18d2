import type { FastifyRequest } from 'fastify';
import { ProviderError } from '../errors/providerError.ts';

const LOOPBACK_ADDRESS = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/**
 * Refuses callers from other machines, and web pages that make a local browser call: such a request has a
 * foreign host or origin.
 */
export const requireLoopback = async (request: FastifyRequest): Promise<void> => {
  const { host = '', origin } = request.headers;
  const isLocal =
    LOOPBACK_ADDRESS.test(request.socket.remoteAddress ?? '') &&
    LOOPBACK_HOST.test(host) &&
    (origin === undefined || LOOPBACK_HOST.test(origin.replace(/^https?:\/\//, '')));
  if (!isLocal)
    throw new ProviderError(
      403,
      'ENDPOINT_NOT_ALLOWED',
      'The simulator can be controlled from this machine only',
    );
};
