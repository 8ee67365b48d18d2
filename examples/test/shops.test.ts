import { beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../packages/embedded-database/src/freePort.ts';
import { SHOPS } from '../support/shops.ts';
import { startDesk, type Desk } from '../support/startDesk.ts';
import { startShop } from '../support/startShop.ts';
import { djangoScenario } from './djangoScenario.ts';
import { shopScenario } from './shopScenario.ts';

/** One example by name (examples/run.mjs); by default those that run in the tests. */
const chosen = process.env['EXAMPLE'];
const shops = SHOPS.filter(({ name, runsInTests }) => (chosen ? name === chosen : runsInTests));

const ports = await Promise.all(shops.map(() => freePort(null)));
let desk: Desk;

beforeAll(async () => {
  desk = await startDesk(ports.map((port) => `http://localhost:${port}`));
  return async () => await desk.stop();
});

test('the example is known', () => expect(shops.length).toBeGreaterThan(0));

describe.each(shops.map((shop, index) => ({ ...shop, shop, port: ports[index] ?? 0 })))(
  '$title',
  ({ shop, port }) => {
    const missing = shop.missing();
    describe.skipIf(missing !== null)(missing === null ? 'the shop' : `skipped: needs ${missing}`, () => {
      shopScenario(
        () => desk,
        async (deskUrl) => await startShop(shop, { port, desk, deskUrl }),
        shop.name === 'django' ? (started) => djangoScenario(() => desk, started) : undefined,
      );
    });
  },
);
