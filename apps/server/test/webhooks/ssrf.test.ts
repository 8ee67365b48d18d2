import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { DomainError } from '../../src/base/domainError.ts';
import { guardedAgent, type Resolve } from '../../src/webhooks/delivery/guardedAgent.ts';
import { isPublicAddress } from '../../src/webhooks/delivery/publicAddress.ts';
import { requireSafeUrl } from '../../src/webhooks/delivery/requireSafeUrl.ts';
import { sendRequest } from '../../src/webhooks/delivery/sendRequest.ts';
import { receiver } from './webhookDesk.ts';

const PRIVATE = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '203.0.113.5',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::203.0.113.5',
  '::8.8.8.8',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '::ffff:7f00:1',
  '0:0:0:0:0:ffff:a00:1',
  '::ffff:0:8.8.8.8',
  '64:ff9b::7f00:1',
  '64:ff9b::8.8.8.8',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2002:808:808::1',
  '3fff::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  'not an address',
  '127.1',
  '',
];

test.each(PRIVATE)('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450:4001::200e'])(
  '%s is public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

const refusal = (url: string, allowPrivate: boolean): string => {
  try {
    return requireSafeUrl(url, allowPrivate);
  } catch (error) {
    return error instanceof DomainError ? error.reason : String(error);
  }
};

test.each([
  'http://shop.example.com/',
  'ftp://shop.example.com/',
  'https://user:word@shop.example.com/',
  'https://user@shop.example.com/',
  'https://shop.example.com/#part',
  'https://shop.example.com:22/',
  'https://shop.example.com:80/',
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://017700000001/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://169.254.169.254/latest/meta-data',
  'https://１２７.0.0.1/',
  'nonsense',
])('the URL %s is refused', (url) => {
  expect(refusal(url, false)).toBe('WEBHOOK_URL_REFUSED');
});

test.each([
  ['https://shop.example.com/hook?a=1', false],
  ['https://shop.example.com:8443/hook', false],
  ['https://8.8.8.8/', false],
  ['http://127.0.0.1:8080/hook', true],
])('the URL %s is accepted', (url, allowPrivate) => {
  expect(refusal(url, allowPrivate)).toBe(url);
});

test('with private addresses allowed, user names and fragments are still refused', () => {
  for (const url of ['http://a:b@localhost/', 'http://localhost/#x', 'ftp://localhost/'])
    expect(refusal(url, true)).toBe('WEBHOOK_URL_REFUSED');
});

/** A resolver that answers with one list after the other. */
const resolver = (...answers: string[][]): Resolve & { asked: number } => {
  const resolve = ((_host: string, _options: object, done: (error: null, found: object[]) => void) => {
    const addresses = answers[Math.min(resolve.asked, answers.length - 1)] ?? [];
    resolve.asked += 1;
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as unknown as Resolve & { asked: number };
  resolve.asked = 0;
  return resolve;
};

async function send(url: string, resolve?: Resolve, allowPrivate = false) {
  const agent = guardedAgent({ allowPrivate, ...(resolve !== undefined && { resolve }) });
  try {
    return await sendRequest({ agent, allowPrivate, timeoutMs: 1000 }, { url, headers: {}, body: '{}' });
  } finally {
    await agent.destroy();
  }
}

test.each([
  [['127.0.0.1']],
  [['8.8.8.8', '127.0.0.1']],
  [['::1']],
  [['::ffff:127.0.0.1']],
  [['64:ff9b::7f00:1']],
  [[]],
])('a name that leads to %j gets no connection', async (addresses) => {
  const shop = await receiver();
  const { port } = new URL(shop.url);
  const answer = await send(`http://shop.test:${port}/`, resolver(addresses));
  expect(answer).toMatchObject({ status: null, error: expect.stringContaining('ADDRESS_REFUSED') as string });
  expect(shop.received).toEqual([]);
});

test('a name that is public when it is checked and private later gains nothing: each connection resolves once', async () => {
  const shop = await receiver();
  const { port } = new URL(shop.url);
  const resolve = resolver(['192.88.98.1'], ['127.0.0.1']);
  expect((await send(`http://shop.test:${port}/`, resolve)).error).not.toContain('ADDRESS_REFUSED');
  expect(resolve.asked).toBe(1);
  expect((await send(`http://shop.test:${port}/`, resolve)).error).toContain('ADDRESS_REFUSED');
  expect(resolve.asked).toBe(2);
  expect(shop.received).toEqual([]);
});

test.each(['http://127.0.0.1', 'http://[::1]', 'http://2130706433', 'http://[::ffff:127.0.0.1]'])(
  '%s is refused although no name is resolved',
  async (host) => {
    const shop = await receiver();
    const answer = await send(`${host}:${new URL(shop.url).port}/`);
    expect(answer.error).toMatch(/not public/);
    expect(shop.received).toEqual([]);
  },
);

test('localhost is resolved by the system and refused', async () => {
  const shop = await receiver();
  expect((await send(`http://localhost:${new URL(shop.url).port}/`)).error).toContain('ADDRESS_REFUSED');
  expect(shop.received).toEqual([]);
});

test('redirects are not followed', async () => {
  const [shop, inside] = [await receiver(), await receiver()];
  shop.answer((response) => response.writeHead(307, { location: inside.url }).end());
  const answer = await send(shop.url, undefined, true);
  expect(answer).toMatchObject({ status: 307, error: 'it answered 307: redirects are not followed' });
  expect(inside.received).toEqual([]);
});

test('an answer that never ends is cut off after 4 kB; one that trickles ends with the time limit', async () => {
  const endless = createServer((_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('x'.repeat(3000)), 10);
    response.on('close', () => clearInterval(timer));
  });
  const trickling = createServer((_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('x'), 50);
    response.on('close', () => clearInterval(timer));
  });
  for (const server of [endless, trickling]) {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    afterAll(() => void server.close());
  }
  const at = (server: typeof endless) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  expect(await send(at(endless), undefined, true)).toMatchObject({ status: 200, error: null });
  expect((await send(at(trickling), undefined, true)).error).toBe('no complete answer within 1 seconds');
});

test('proxies of the environment are not used', async () => {
  const [shop, proxy] = [await receiver(), await receiver()];
  process.env['HTTP_PROXY'] = process.env['http_proxy'] = new URL(proxy.url).origin;
  try {
    await send(shop.url, undefined, true);
  } finally {
    delete process.env['HTTP_PROXY'];
    delete process.env['http_proxy'];
  }
  expect([shop.received.length, proxy.received.length]).toEqual([1, 0]);
});
