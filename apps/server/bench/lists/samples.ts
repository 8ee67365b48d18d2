import type { Knex } from 'knex';

/** Values that a filter of a list is tried with, by its name; with the list in front where lists differ. */
export type Samples = Record<string, readonly unknown[]>;

const DAY_MS = 86_400_000;

/** Common and rare values of a filled desk. */
export async function readSamples(knex: Knex): Promise<Samples> {
  const one = async (sql: string): Promise<string> => {
    const { rows } = await knex.raw<{ rows: { value: string }[] }>(`select (${sql})::text as value`);
    return rows[0]?.value ?? '';
  };
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
  const [hot, other] = [
    await one(`select user_id from payments group by user_id order by count(*) desc limit 1`),
    await one(`select user_id from payments where status = 'expired' limit 1`),
  ];
  const [name, email, externalId] = [
    await one(`select username from users where id = '${hot}'`),
    await one(`select email from users where id = '${hot}'`),
    await one(`select external_id from users where id = '${hot}'`),
  ];
  const payment = await one(`select id from payments order by created_at desc limit 1`);
  const withdrawal = await one(`select id from withdrawal_requests order by created_at desc limit 1`);
  const some = { after: [ago(1), ago(300)], before: [ago(1), ago(540)] };
  return {
    userId: [hot, other],
    userExternalId: [externalId],
    externalId: [externalId],
    currencyCode: ['USDTTRC20', 'LTC', 'XRP', ['BTC', 'SOL']],
    network: ['trx', 'ltc', 'xrp', ['btc', 'sol']],
    token: ['USDT'],
    code: ['USDTTRC20'],
    parentPaymentId: [payment],
    paymentId: [payment],
    withdrawalRequestId: [withdrawal],
    reconciliationId: [payment],
    makerId: [payment],
    endpointId: [payment],
    eventId: [payment],
    eventType: ['transaction.created'],
    orderId: ['order-3', 'O-100'],
    metadata: [{ order: 'O-100' }],
    amountUsdMin: ['10.00', '4990.00'],
    amountUsdMax: ['20.00', '4990.00'],
    balanceUsdMin: ['10.00', '4990.00'],
    balanceUsdMax: ['20.00', '4990.00'],
    createdAfter: some.after,
    createdBefore: some.before,
    startedAfter: some.after,
    startedBefore: some.before,
    activeAfter: some.after,
    activeBefore: some.before,
    updatedAfter: some.after,
    'audit.action': ['auth.signIn', 'suspense.writeOff'],
    'changeRequests.action': ['staff.create'],
    actorId: ['actor-1', 'unknown-actor'],
    subjectKind: ['withdrawal', 'currency'],
    subjectId: [withdrawal],
    ipAddress: ['203.0.113.7'],
    'transactions.q': ['Studio', 'hours', 'Amara', 'O-100', 'zzz', '12.00', hot.slice(0, 8)],
    'payments.q': [
      name,
      email,
      'Wallet',
      'Amara Nwosu',
      'order-3',
      'PAY_2026',
      '5000000100',
      'person.1@example.com',
      'zzz',
      '12.00',
      await one(`select pay_address from payments order by created_at desc limit 1`),
      await one(`select transaction_hash from payments where transaction_hash is not null limit 1`),
    ],
    'withdrawals.q': [
      'Amara',
      'WD_2026',
      'payout-3',
      'zzz',
      await one(`select wallet_address from withdrawal_requests limit 1`),
    ],
    'users.q': [name, email, 'Amara', 'Ben Eze', 'person.1', 'example.com', 'customer-12', 'zzz'],
    'balances.q': ['Amara', 'person.1', 'zzz'],
    'suspense.q': ['Amara', '5000000100', 'zzz'],
    'audit.q': ['known customer', 'Nadia', 'approve', 'zzz', '203.0.113.7'],
    'audit.qReadings': [[{ actions: ['auth.signIn'], rest: 'Nadia' }]],
    q: ['Amara', 'zzz'],
    'search.find': [
      name,
      email,
      externalId,
      'Amara',
      'Ben Eze',
      'person.1@example.com',
      'customer-12',
      '12.00',
      '$4,990',
      'order-3',
      'O-100',
      'PAY_2026',
      '5000000100',
      'example',
      hot,
      payment.slice(0, 8),
      await one(`select internal_payment_id from payments order by created_at desc limit 1`),
      await one(`select upper(wallet_address) from withdrawal_requests limit 1`),
      await one(`select 'https://bscscan.com/tx/' || transaction_hash from payments
        where transaction_hash is not null limit 1`),
    ],
    'timeline.ofUser': [hot, other],
    'timeline.ofPayment': [
      payment,
      await one(`select id from payments where status = 'completed' order by created_at desc limit 1`),
    ],
  };
}
