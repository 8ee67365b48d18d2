import { z } from 'zod';
import {
  type Environment,
  hostName,
  httpUrl,
  port,
  portNumber,
  ranges,
  RANGES,
  withoutSlash,
} from './fields.ts';

const ORIGINS =
  'must be origins such as https://shop.example.com, without a path or *, separated by spaces or commas';

/** Whether the text is an origin exactly as browsers send it. */
const isOrigin = (text: string) =>
  URL.canParse(text) && new URL(text).origin === text && /^https?:[^*]+$/.test(text);

/** Where the desk listens, its own address, and from where it may be called. */
export const networkVariables = {
  PORT: port(3000),
  HOST: hostName.optional(),
  WORKER_PORT: portNumber.optional(),
  WORKER_HOST: hostName.default('localhost'),
  PUBLIC_URL: httpUrl,
  STAFF_ALLOWED_IPS: ranges([], RANGES).optional(),
  TRUSTED_PROXIES: ranges(['loopback', 'none'], `${RANGES}; or loopback, or none`).default(['loopback']),
  ALLOWED_ORIGINS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((origin) => origin !== ''))
    .pipe(z.array(z.string().refine(isOrigin, ORIGINS)).max(50, ORIGINS))
    .default([]),
  SHUTDOWN_DELAY_SECONDS: z
    .string()
    .regex(/^\d{1,2}$/, 'must be a whole number of seconds, at most 99')
    .transform(Number)
    .default(0),
};

export interface NetworkSettings {
  port: number;
  /** The name or address of the network interface that the server listens on. */
  host: string;
  /** Where a worker answers probes and Prometheus; null: nowhere. */
  workerEndpoint: { port: number; host: string } | null;
  /** So long a stopping server goes on answering new requests while it reports that it is not ready. */
  shutdownDelayMs: number;
  /** The address for people and for the provider's notifications; without a trailing slash. */
  publicUrl: string;
  access: {
    /** Proxies whose `X-Forwarded-For` is used: ranges, or `loopback` for the same machine. Empty: none. */
    trustedProxies: string[];
    /** Address ranges that staff may use; null: any address. */
    staffAllowedIps: string[] | null;
    /** Origins whose pages may call with user tokens. */
    allowedOrigins: string[];
  };
}

type Given = z.output<z.ZodObject<typeof networkVariables>>;

export function networkSettings(env: Given): NetworkSettings {
  const publicUrl = withoutSlash(env.PUBLIC_URL ?? `http://localhost:${env.PORT}`);
  return {
    port: env.PORT,
    host: env.HOST ?? hostFor(publicUrl),
    workerEndpoint: env.WORKER_PORT === undefined ? null : { port: env.WORKER_PORT, host: env.WORKER_HOST },
    shutdownDelayMs: env.SHUTDOWN_DELAY_SECONDS * 1000,
    publicUrl,
    access: {
      trustedProxies: env.TRUSTED_PROXIES.filter((one) => one !== 'none'),
      staffAllowedIps: env.STAFF_ALLOWED_IPS ?? null,
      allowedOrigins: env.ALLOWED_ORIGINS,
    },
  };
}

/** Ports that would be used twice. */
export function networkMistakes(given: Environment): string[] {
  const { PORT = '3000', SIMULATOR_PORT = '3100', WORKER_PORT, NOWPAYMENTS_API_KEY } = given;
  const mistakes: string[] = [];
  if (WORKER_PORT !== undefined && [PORT, SIMULATOR_PORT].includes(WORKER_PORT))
    mistakes.push('WORKER_PORT must differ from PORT and SIMULATOR_PORT');
  if (PORT === SIMULATOR_PORT && NOWPAYMENTS_API_KEY === undefined)
    mistakes.push('PORT and SIMULATOR_PORT must differ');
  return mistakes;
}

/** A desk with a local address does not listen on the network. */
function hostFor(publicUrl: string): string {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(publicUrl).hostname) ? 'localhost' : '0.0.0.0';
}
