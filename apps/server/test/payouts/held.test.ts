import { expect, test } from 'vitest';
import type { AppContext } from '../../src/context/appContext.ts';
import { Payout } from '../../src/models/Payout.ts';
import { stopPayouts } from '../../src/withdrawals/stopPayouts.ts';
import { hire } from '../stepUp/people.ts';
import { orderedPayout, payoutDesk, work } from './payoutDesk.ts';

const desk = await payoutDesk();

test('what waits for its confirmation is queried once a minute, and not more often', async () => {
  const { payout } = await orderedPayout(desk);
  const unconfirmed: AppContext = {
    ...desk,
    settings: {
      ...desk.settings,
      provider: { ...desk.settings.provider, payouts: { on: true, totpSecret: null } },
    },
  };
  await work(unconfirmed);
  expect(await Payout.query(desk.knex).findById(payout.id)).toMatchObject({
    status: 'unknown',
    verifyAttempts: 0,
  });
  const { id, name } = await hire(desk, 'admin');
  await stopPayouts(desk, { kind: 'staff', id, name }, 'a look at the wallet');
  let queries = 0;
  let statements = 0;
  const counting: AppContext = {
    ...desk,
    provider: {
      ...desk.provider,
      async getPayouts(batch) {
        queries += 1;
        return await desk.provider.getPayouts(batch);
      },
    },
  };
  const count = () => (statements += 1);
  desk.knex.on('query', count);
  await Payout.query(desk.knex).findById(payout.id).patch({ nextAttemptAt: desk.clock.now() });
  const RUNS = 150;
  // The job runs every two seconds.
  for (let run = 0; run < RUNS; run += 1) {
    await work(counting);
    await desk.advance(2);
  }
  desk.knex.removeListener('query', count);
  expect(queries).toBeGreaterThanOrEqual(4);
  expect(queries).toBeLessThanOrEqual(6);
  expect(statements / RUNS).toBeLessThan(8);
});
