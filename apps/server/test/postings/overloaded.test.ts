import { expect, test } from 'vitest';
import { MAX_WAITING_OF_USER } from '../../src/postings/createPostingQueue.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { addressOf, appCaller, httpDesk } from '../support/http.ts';
import { balanceOf, fundedUser } from '../support/money.ts';
import { actors } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
const shop = await appCaller(desk, ['transactions.charge']);

test('a server whose queue is full answers 503 with a pause, over tRPC and REST, and posts again when it is not', async () => {
  const user = await fundedUser(desk, '5000.00');
  const charge = async (url: string) =>
    await app.inject({
      method: 'POST',
      url,
      headers: { ...shop, 'content-type': 'application/json' },
      remoteAddress: addressOf(shop),
      payload: JSON.stringify({ userId: user.id, amountUsd: '1.00' }),
    });
  const holder = await desk.knex.transaction();
  await holder.raw('select from user_balances where user_id = ? for update', [user.id]);
  const waiting = Array.from({ length: MAX_WAITING_OF_USER }, () =>
    chargeUser(desk, actors.service(), { userId: user.id, amountUsd: '1.00' }),
  );
  const answers = await Promise.all(['/trpc/transactions.charge', '/api/v1/charges'].map(charge)).finally(
    async () => await holder.commit(),
  );
  for (const answer of answers) {
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1']);
    expect(answer.body).toContain('OVERLOADED');
  }
  await Promise.all(waiting);
  expect((await charge('/trpc/transactions.charge')).statusCode).toBe(200);
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '3999.00' });
});
