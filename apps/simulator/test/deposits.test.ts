import { describe, expect, it } from 'vitest';
import { openMerchant, START } from './support/openMerchant.ts';

const DAY_S = 24 * 3600;

describe('a deposit', () => {
  it('of the full amount passes every status and reports each before the deposit call answers', async () => {
    const { simulator, create, read, statuses, ipns } = openMerchant();
    const { payment_id } = await create();
    expect((await simulator.deposit(payment_id, { amount: 'full' })).status).toBe('finished');
    expect(statuses()).toEqual(['confirming', 'confirmed', 'sending', 'finished']);
    expect(ipns.map((ipn) => ipn.json.actually_paid)).toEqual([100, 100, 100, 100]);
    expect(await read(payment_id)).toMatchObject({
      payment_status: 'finished',
      actually_paid: 100,
      outcome_amount: 99,
      outcome_currency: 'usdttrc20',
    });
  });

  it('applies one step after another when steps take time', async () => {
    const { simulator, create, read } = openMerchant({ stepMs: 4000 });
    const { payment_id } = await create();
    await simulator.deposit(payment_id, { amount: 'full' });
    const seen = [(await read(payment_id)).payment_status];
    for (let step = 0; step < 3; step += 1) {
      await simulator.advanceClock(4);
      seen.push((await read(payment_id)).payment_status);
    }
    expect(seen).toEqual(['confirming', 'confirmed', 'sending', 'finished']);
  });

  it('applies its steps in real time without help', async () => {
    const { simulator, create, statuses } = openMerchant({ stepMs: 10, timers: true, now: Date.now });
    await simulator.listen();
    const { payment_id } = await create();
    await simulator.deposit(payment_id, { amount: 'full' });
    for (let waited = 0; waited < 100 && statuses().length < 4; waited += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(statuses()).toEqual(['confirming', 'confirmed', 'sending', 'finished']);
  });

  it('dates each report later than the one before, even at one moment', async () => {
    const { simulator, create, ipns } = openMerchant();
    const { payment_id } = await create();
    await simulator.deposit(payment_id, { amount: 'full' });
    const dates = ipns.map((ipn) => ipn.json.updated_at as number);
    expect(dates).toEqual([START + 1, START + 2, START + 3, START + 4]);
  });

  it('of less than the amount ends partially_paid', async () => {
    const { simulator, create, read } = openMerchant();
    const { payment_id } = await create();
    await simulator.deposit(payment_id, { amount: '60.5' });
    expect(await read(payment_id)).toMatchObject({
      payment_status: 'partially_paid',
      pay_amount: 100,
      actually_paid: 60.5,
      outcome_amount: 59.895,
    });
  });

  it('of slightly less ends finished when the merchant covers the shortfall', async () => {
    const { simulator, create } = openMerchant({ coverPercent: 1 });
    const covered = await create();
    const short = await create();
    expect((await simulator.deposit(covered.payment_id, { amount: '99' })).status).toBe('finished');
    expect((await simulator.deposit(short.payment_id, { amount: '98.999999' })).status).toBe(
      'partially_paid',
    );
  });

  it('of more than the amount ends finished with everything in the outcome', async () => {
    const { simulator, create, read } = openMerchant();
    const { payment_id } = await create();
    await simulator.deposit(payment_id, { amount: '150' });
    expect(await read(payment_id)).toMatchObject({
      payment_status: 'finished',
      actually_paid: 150,
      outcome_amount: 148.5,
    });
  });

  it('below the minimum fails', async () => {
    const { simulator, create, statuses, read } = openMerchant();
    const { payment_id } = await create();
    await simulator.deposit(payment_id, { amount: '11.413952' });
    expect(statuses()).toEqual(['confirming', 'failed']);
    expect(await read(payment_id)).toMatchObject({ payment_status: 'failed', actually_paid: 11.413952 });
  });

  it('after expiry is processed without an IPN', async () => {
    const { simulator, create, read, statuses } = openMerchant();
    const { payment_id } = await create();
    await simulator.advanceClock(7 * DAY_S);
    await simulator.deposit(payment_id, { amount: 'full' });
    expect(await read(payment_id)).toMatchObject({ payment_status: 'finished', actually_paid: 100 });
    expect(statuses()).toEqual(['expired']);
  });

  it('after expiry is reported when the merchant is configured so', async () => {
    const { simulator, create, statuses } = openMerchant({ lateDepositIpn: true });
    const { payment_id } = await create();
    await simulator.advanceClock(7 * DAY_S);
    await simulator.deposit(payment_id, { amount: 'full' });
    expect(statuses()).toEqual(['expired', 'confirming', 'confirmed', 'sending', 'finished']);
  });

  it('keeps all 18 places of an amount on its way to the wire', async () => {
    const { simulator, create, call } = openMerchant();
    const { payment_id } = await create({ pay_currency: 'usdtbsc' });
    await simulator.deposit(payment_id, { amount: '123456789012.123456789012345678' });
    expect((await call('GET', `/v1/payment/${payment_id}`)).text).toContain(
      '"actually_paid":123456789012.123456789012345678,',
    );
  });

  it('quotes an amount that the chain can carry where the provider has more places', async () => {
    const { simulator, create, read } = openMerchant();
    const { payment_id, pay_amount } = await create({
      price_amount: 10,
      price_currency: 'eur',
      pay_currency: 'ada',
    });
    expect(pay_amount).toBe(17.74193549);
    await simulator.deposit(payment_id, { amount: 'full' });
    expect(await read(payment_id)).toMatchObject({ payment_status: 'finished', actually_paid: 17.741936 });
  });

  it.each([
    ['a word', { amount: 'much' }, 400],
    ['nothing', { amount: '0' }, 400],
    ['less than nothing', { amount: '-1' }, 400],
    ['more places than the chain has', { amount: '1.0000001' }, 400],
    ['an unknown asset', { amount: '1', asset: 'nope' }, 400],
    ['an asset of another kind of chain', { amount: '1', asset: 'btc' }, 400],
    ['no amount', {}, 400],
  ])('of %s is refused', async (_name, body, status) => {
    const { call, create } = openMerchant();
    const { payment_id } = await create();
    expect(
      (await call('POST', `/__sim/payments/${payment_id}/deposit`, body, { host: 'localhost' })).status,
    ).toBe(status);
  });
});

describe('a second deposit', () => {
  it('becomes a child payment and leaves the parent as it was', async () => {
    const { simulator, create, read, ipns } = openMerchant();
    const { payment_id, purchase_id, pay_address } = await create();
    await simulator.deposit(payment_id, { amount: '40' });
    const child = await simulator.deposit(payment_id, { amount: '60' });
    expect(await read(child.paymentId)).toMatchObject({
      payment_status: 'finished',
      actually_paid: 60,
      pay_amount: 100,
      pay_address,
      purchase_id: Number(purchase_id),
      order_id: null,
      parent_payment_id: Number(payment_id),
      origin_type: 'REPEATED',
    });
    expect(await read(payment_id)).toMatchObject({
      payment_status: 'partially_paid',
      actually_paid: 40,
      payment_extra_ids: [Number(child.paymentId)],
    });
    expect(ipns.at(-1)?.json).toMatchObject({
      payment_id: Number(child.paymentId),
      parent_payment_id: Number(payment_id),
      payment_status: 'finished',
      order_id: null,
    });
  });

  it('ends as the account is configured, and may have the order id', async () => {
    const { simulator, create } = openMerchant({
      repeatedDepositStatus: 'partially_paid',
      childOrderId: 'copy',
    });
    const { payment_id } = await create();
    await simulator.deposit(payment_id, { amount: 'full' });
    expect(await simulator.deposit(payment_id, { amount: 'full' })).toMatchObject({
      status: 'partially_paid',
      orderId: 'PAY_1',
    });
  });

  it('to the address of a child belongs to the first parent', async () => {
    const { simulator, create, read } = openMerchant();
    const { payment_id } = await create();
    await simulator.deposit(payment_id, { amount: 'full' });
    const second = await simulator.deposit(payment_id, { amount: '50' });
    const third = await simulator.deposit(second.paymentId, { amount: '20' });
    expect(third.parentPaymentId).toBe(payment_id);
    expect((await read(payment_id)).payment_extra_ids).toEqual([
      Number(second.paymentId),
      Number(third.paymentId),
    ]);
  });

  it('of two at the same moment is never mistaken for the first', async () => {
    const { simulator, create } = openMerchant();
    const { payment_id } = await create();
    const both = await Promise.all([
      simulator.deposit(payment_id, { amount: '100' }),
      simulator.deposit(payment_id, { amount: '100' }),
    ]);
    expect(both.map((payment) => payment.parentPaymentId)).toEqual([null, payment_id]);
  });
});

describe('a deposit of another asset', () => {
  it('becomes a child payment in that asset while the parent stays waiting', async () => {
    const { simulator, create, read } = openMerchant({ wrongAssetStatus: 'partially_paid' });
    const { payment_id } = await create({ pay_currency: 'usdtbsc' });
    const child = await simulator.deposit(payment_id, { amount: '0.5', asset: 'BNBBSC' });
    expect(await read(child.paymentId)).toMatchObject({
      payment_status: 'partially_paid',
      pay_currency: 'bnbbsc',
      actually_paid: 0.5,
      parent_payment_id: Number(payment_id),
      origin_type: 'WRONG_ASSET',
    });
    expect((await read(payment_id)).payment_status).toBe('waiting');
    expect((await simulator.deposit(payment_id, { amount: 'full' })).paymentId).toBe(payment_id);
  });

  it('below its minimum fails', async () => {
    const { simulator, create } = openMerchant();
    const { payment_id } = await create({ pay_currency: 'usdtbsc' });
    expect((await simulator.deposit(payment_id, { amount: '0.001', asset: 'bnbbsc' })).status).toBe('failed');
  });
});

describe('the status control', () => {
  it('sets any field, an unknown status too, and sends its IPN', async () => {
    const { call, create, read, ipns } = openMerchant();
    const { payment_id } = await create();
    const body = '{"payment_status":"on_hold","actually_paid":0.000000000000000001}';
    expect(
      (await call('POST', `/__sim/payments/${payment_id}/status`, body, { host: '127.0.0.1:3100' })).status,
    ).toBe(200);
    expect(await read(payment_id)).toMatchObject({ payment_status: 'on_hold', actually_paid: 1e-18 });
    expect(ipns[0]?.body).toContain('"actually_paid":0.000000000000000001,');
  });

  it('refunds after the last status', async () => {
    const { simulator, create, statuses, read } = openMerchant();
    const { payment_id } = await create();
    await simulator.deposit(payment_id, { amount: 'full' });
    await simulator.setStatus(payment_id, { payment_status: 'refunded' });
    expect([statuses().at(-1), (await read(payment_id)).actually_paid]).toEqual(['refunded', 100]);
  });

  it('drops the remaining steps', async () => {
    const { simulator, create, read } = openMerchant({ stepMs: 1000 });
    const { payment_id } = await create();
    await simulator.deposit(payment_id, { amount: 'full' });
    await simulator.setStatus(payment_id, { payment_status: 'failed', send_ipn: false });
    await simulator.advanceClock(60);
    expect((await read(payment_id)).payment_status).toBe('failed');
  });

  it('refuses fields that a payment does not have', async () => {
    const { call, create } = openMerchant();
    const { payment_id } = await create();
    expect(
      (
        await call(
          'POST',
          `/__sim/payments/${payment_id}/status`,
          { status: 'finished' },
          { host: 'localhost' },
        )
      ).status,
    ).toBe(400);
  });
});
