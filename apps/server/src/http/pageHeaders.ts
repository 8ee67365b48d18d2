import helmet from '@fastify/helmet';
import { fastify } from 'fastify';
import type { Settings } from '../base/settings.ts';

/** The browser features that pages may use: passkeys and the clipboard, nothing else. */
const PERMISSIONS_POLICY = [
  'publickey-credentials-get=(self)',
  'publickey-credentials-create=(self)',
  'clipboard-write=(self)',
  ...[
    'accelerometer',
    'autoplay',
    'bluetooth',
    'camera',
    'clipboard-read',
    'display-capture',
    'fullscreen',
    'geolocation',
    'gyroscope',
    'hid',
    'identity-credentials-get',
    'idle-detection',
    'magnetometer',
    'microphone',
    'midi',
    'payment',
    'picture-in-picture',
    'screen-wake-lock',
    'serial',
    'usb',
    'web-share',
    'xr-spatial-tracking',
  ].map((feature) => `${feature}=()`),
].join(', ');

/** Of the answer that the others are read from. */
const OF_THE_SAMPLE: ReadonlySet<string> = new Set(['connection', 'content-length', 'date']);

/**
 * The headers that protect pages, of every answer. helmet writes the same ones for each request, and works them out each
 * time: they are read from it once.
 */
export async function pageHeaders({ publicUrl }: Settings): Promise<Record<string, string>> {
  const sample = fastify();
  await sample.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        manifestSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    hsts: publicUrl.startsWith('https:'),
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
  sample.get('/', (_request, reply) => reply.send());
  const { headers } = await sample.inject('/');
  await sample.close();
  return Object.fromEntries([
    ...Object.entries(headers).flatMap(([name, value]) =>
      OF_THE_SAMPLE.has(name) || value === undefined ? [] : [[name, String(value)]],
    ),
    ['permissions-policy', PERMISSIONS_POLICY],
  ]);
}
