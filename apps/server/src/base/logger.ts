import { pino, type Logger } from 'pino';
import { FILES } from './files.ts';
import { logFields } from './tracing.ts';
import type { Settings } from './settings.ts';

/** Field names that may hold a secret, at every depth that is logged. */
const SECRET_PATHS = ['authorization', 'cookie', 'password', 'secret', 'apiKey', 'token'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
  `req.headers.${name}`,
]);

/**
 * The log of one process: JSON lines, or readable lines on a terminal while a desk is tried out or developed. Secrets are
 * redacted. With tracing each line says which trace, span and request it is part of.
 */
export function createLogger(settings: Pick<Settings, 'logLevel' | 'tracing'>, name: string): Logger {
  const readable = process.stdout.isTTY === true && !FILES.deployed;
  return pino({
    name,
    level: settings.logLevel,
    ...(settings.tracing !== null && { mixin: logFields }),
    redact: { paths: SECRET_PATHS, censor: '[secret]' },
    ...(readable && {
      transport: {
        target: 'pino-pretty',
        options: { ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' },
      },
    }),
  });
}
