import { expect, test } from 'vitest';
import { AuditEntry } from '../../src/models/AuditEntry.ts';
import { Currency } from '../../src/models/Currency.ts';
import { WithdrawalRequest } from '../../src/models/WithdrawalRequest.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { anonymizeUser } from '../../src/users/anonymizeUser.ts';
import { cancelWithdrawal } from '../../src/withdrawals/cancelWithdrawal.ts';
import { createWithdrawal } from '../../src/withdrawals/createWithdrawal.ts';
import { quoteWithdrawal } from '../../src/withdrawals/quoteWithdrawal.ts';
import { rejectWithdrawal } from '../../src/withdrawals/rejectWithdrawal.ts';
import { returnToApproved } from '../../src/withdrawals/returnToApproved.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import {
  EVM_ADDRESS,
  newHash,
  approve,
  balanceOf,
  complete,
  expectWholeBooks,
  fundedUser,
  newWithdrawal,
  refusalOf,
  transactionsOf,
} from '../support/money.ts';
import { actors, newUser, offerCurrencies, testDesk, testSettings } from '../support/testDesk.ts';

const desk = await testDesk();
await offerCurrencies(desk);
const [ada, bob] = [actors.staff('Ada'), actors.staff('Bob')];
const done = () => ({ transactionHash: newHash() });
const current = async (id: string) => await WithdrawalRequest.query(desk.knex).findById(id).throwIfNotFound();
const funded = async (amountUsd = '100.00') => await fundedUser(desk, amountUsd);
const request = async (userId: string, changes: object = {}) =>
  await createWithdrawal(desk, actors.service(), {
    userId,
    amountUsd: '50.00',
    currencyCode: 'USDTBSC',
    walletAddress: EVM_ADDRESS,
    ...changes,
  });

test('D31: a withdrawal goes from request to paid and posts two ledger rows', async () => {
  const user = await funded();
  const { id } = await newWithdrawal(desk, user.id, '50.00');
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '100.00', heldUsd: '50.00' });
  await approve(desk, ada, id, 'looks good');
  await startProcessing(desk, bob, id);
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '100.00', heldUsd: '50.00' });
  const { transactionHash } = done();
  await complete(desk, bob, id, { transactionHash, cryptoAmount: '48.5' });
  expect((await transactionsOf(desk.knex, user.id)).slice(1)).toMatchObject([
    {
      transactionType: 'withdrawal',
      amountUsd: '-48.50',
      balanceAfter: '51.50',
      withdrawalRequestId: id,
      actorName: 'Bob',
    },
    { transactionType: 'fee', amountUsd: '-1.50', balanceAfter: '50.00', withdrawalRequestId: id },
  ]);
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({
    balanceUsd: '50.00',
    heldUsd: '0.00',
    totalWithdrawn: '48.50',
  });
  expect(await current(id)).toMatchObject({
    status: 'completed',
    transactionHash,
    cryptoAmount: '48.5',
    completedAt: expect.any(Date),
  });
  const actions = await AuditEntry.query(desk.knex).where({ subjectId: id }).orderBy('id');
  expect(actions.map((row) => [row.action, row.actorName])).toEqual([
    ['withdrawals.create', 'shop'],
    ['withdrawals.approve', 'Ada'],
    ['withdrawals.startProcessing', 'Bob'],
    ['withdrawals.complete', 'Bob'],
  ]);
});

test('D43: a payout that failed goes back to approved with a note, keeps its hold, and can be paid again', async () => {
  const user = await funded();
  const { id } = await newWithdrawal(desk, user.id);
  await approve(desk, ada, id);
  await startProcessing(desk, bob, id);
  await returnToApproved(desk, bob, id, 'the exchange rejected it');
  expect(await current(id)).toMatchObject({ status: 'approved', adminNotes: 'the exchange rejected it' });
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({ heldUsd: '50.00' });
  await complete(desk, bob, id, done());
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '50.00', heldUsd: '0.00' });
});

test.each([
  ['rejected', async (id: string) => await rejectWithdrawal(desk, ada, id, 'wrong address')],
  ['cancelled', async (id: string) => await cancelWithdrawal(desk, actors.service(), id)],
])('a request that is %s releases its hold, from pending and from approved', async (status, close) => {
  for (const first of [false, true]) {
    const user = await funded();
    const { id } = await newWithdrawal(desk, user.id);
    if (first) await approve(desk, ada, id);
    expect(await close(id)).toMatchObject({ status });
    expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '100.00', heldUsd: '0.00' });
    expect(await transactionsOf(desk.knex, user.id)).toHaveLength(1);
  }
});

test('D35: completing needs an approval and a hash of the right form', async () => {
  const { id } = await newWithdrawal(desk, (await funded()).id);
  expect(await refusalOf(complete(desk, bob, id, done()))).toBe('ILLEGAL_TRANSITION');
  await approve(desk, ada, id);
  for (const transactionHash of ['', 'abc', `0x${'a'.repeat(63)}`, 'https://scan.example/tx/1'])
    expect(await refusalOf(complete(desk, bob, id, { transactionHash }))).toBe('INVALID_TRANSACTION_HASH');
  expect(await current(id)).toMatchObject({ status: 'approved', transactionHash: null });
});

test('D36: the requester of a withdrawal cannot approve it, and apps approve nothing', async () => {
  const { id } = await createWithdrawal(desk, ada, {
    userId: (await funded()).id,
    amountUsd: '50.00',
    currencyCode: 'USDTBSC',
    walletAddress: EVM_ADDRESS,
  });
  expect(await refusalOf(approve(desk, ada, id))).toBe('SAME_PERSON');
  expect(await refusalOf(approve(desk, actors.service(), id))).toBe('STAFF_ONLY');
  expect(await approve(desk, bob, id)).toMatchObject({ status: 'approved' });
});

test('D46: from SECOND_APPROVAL_USD on two people approve, and both are recorded', async () => {
  const strict = await testDesk({ settings: testSettings({ SECOND_APPROVAL_USD: '40.00' }) });
  const user = await funded('200.00');
  const [small, large] = [
    await newWithdrawal(strict, user.id, '39.99'),
    await newWithdrawal(strict, user.id, '40.00'),
  ];
  expect(await approve(strict, ada, small.id)).toMatchObject({ status: 'approved' });
  expect(await approve(strict, ada, large.id)).toMatchObject({ status: 'pending' });
  expect(await refusalOf(complete(strict, ada, large.id, done()))).toBe('ILLEGAL_TRANSITION');
  expect(await refusalOf(approve(strict, ada, large.id))).toBe('SAME_PERSON');
  expect(await approve(strict, bob, large.id)).toMatchObject({ status: 'approved' });
  expect(
    (await desk.knex('withdrawal_approvals').where({ withdrawal_request_id: large.id }).orderBy('id')).map(
      (row: { staff_name: string }) => row.staff_name,
    ),
  ).toEqual(['Ada', 'Bob']);
});

test.each([
  ['USDTBSC', 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8'],
  ['BTC', EVM_ADDRESS],
  ['USDTTRC20', EVM_ADDRESS],
  ['USDTBSC', `${EVM_ADDRESS}0`],
  ['USDTBSC', EVM_ADDRESS.replace('8ba1F', '8BA1f').replace('8ba1f', '8bA1f')],
  ['BTC', 'x'.repeat(34)],
])(
  'D39: an address of another network, or with a wrong checksum, is refused for %s: %s',
  async (currencyCode, walletAddress) => {
    const user = await funded();
    expect(await refusalOf(request(user.id, { currencyCode, walletAddress }))).toMatch(
      /INVALID_ADDRESS|ADDRESS_UNVERIFIABLE/,
    );
    expect(await balanceOf(desk.knex, user.id)).toMatchObject({ heldUsd: '0' });
  },
);

test('a withdrawal on a memo network needs a memo, unless the network makes it optional', async () => {
  const user = await funded();
  const xrp = { currencyCode: 'XRP', walletAddress: 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh' };
  await Currency.query(desk.knex).where({ code: 'XRP' }).patch({ extraIdRequired: true });
  expect(await refusalOf(request(user.id, xrp))).toBe('EXTRA_ID_REQUIRED');
  expect(await request(user.id, { ...xrp, extraId: '12345' })).toMatchObject({ extraId: '12345' });
});

test('fees, minimum amount, inactive currencies and unknown users each refuse with their reason', async () => {
  const user = await funded();
  expect(await refusalOf(request(user.id, { amountUsd: '9.99' }))).toBe('AMOUNT_TOO_SMALL');
  expect(await refusalOf(request(user.id, { currencyCode: 'NOPE' }))).toBe('CURRENCY_UNKNOWN');
  expect(await refusalOf(request(user.id, { amountUsd: '100.01' }))).toBe('INSUFFICIENT_FUNDS');
  await Currency.query(desk.knex).where({ code: 'SOL' }).patch({ withdrawalsEnabled: false });
  expect(await refusalOf(request(user.id, { currencyCode: 'SOL' }))).toBe('WITHDRAWALS_DISABLED');
  await Currency.query(desk.knex).where({ code: 'SOL' }).patch({ isActive: false });
  expect(await refusalOf(request(user.id, { currencyCode: 'SOL' }))).toBe('CURRENCY_INACTIVE');
  await Currency.query(desk.knex).where({ code: 'USDTTRC20' }).patch({ networkFeeUsd: '49.50' });
  expect(
    await refusalOf(
      request(user.id, { currencyCode: 'USDTTRC20', walletAddress: 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8' }),
    ),
  ).toBe('FEES_EXCEED_AMOUNT');
});

test('D38: the quote equals what the request then stores', async () => {
  const quote = await quoteWithdrawal(desk, { amountUsd: '50.00', currencyCode: 'USDTBSC' });
  expect(quote).toMatchObject({
    networkFeeUsd: '1.00',
    serviceFeeUsd: '0.50',
    totalFeeUsd: '1.50',
    finalAmountUsd: '48.50',
    cryptoAmountEstimate: expect.any(String),
  });
  expect(await newWithdrawal(desk, (await funded()).id)).toMatchObject({
    totalFeeUsd: quote.totalFeeUsd,
    finalAmountUsd: quote.finalAmountUsd,
  });
});

test('fees that staff change later do not change open requests', async () => {
  const { id } = await newWithdrawal(desk, (await funded()).id);
  await Currency.query(desk.knex).where({ code: 'USDTBSC' }).patch({ networkFeeUsd: '9.00' });
  await approve(desk, ada, id);
  expect(await complete(desk, bob, id, done())).toMatchObject({
    totalFeeUsd: '1.50',
    finalAmountUsd: '48.50',
  });
  await Currency.query(desk.knex).where({ code: 'USDTBSC' }).patch({ networkFeeUsd: '1.00' });
});

test('a frozen or anonymised user cannot request; anonymising is refused with open withdrawals', async () => {
  const user = await funded();
  const { id } = await newWithdrawal(desk, user.id);
  expect(await refusalOf(anonymizeUser(desk, ada, user.id))).toBe('USER_HAS_OPEN_MONEY');
  await freezeUser(desk, ada, user.id, true, 'stolen account');
  expect(await refusalOf(newWithdrawal(desk, user.id, '20.00'))).toBe('USER_FROZEN');
  await cancelWithdrawal(desk, actors.service(), id);
  await freezeUser(desk, ada, user.id, false, 'found again');
  await chargeUser(desk, actors.service(), { userId: user.id, amountUsd: '100.00' });
  expect(await anonymizeUser(desk, ada, user.id)).toMatchObject({ email: null, username: 'Anonymised user' });
  expect(await refusalOf(newWithdrawal(desk, user.id, '20.00'))).toBe('USER_ANONYMIZED');
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '0.00' });
});

test('a withdrawal without a fee posts one ledger row', async () => {
  const free = await testDesk({ settings: testSettings({ WITHDRAWAL_SERVICE_FEE_USD: '0' }) });
  await Currency.query(desk.knex).where({ code: 'USDTBSC' }).patch({ networkFeeUsd: '0.00' });
  const user = await funded();
  const { id } = await newWithdrawal(free, user.id);
  await approve(free, ada, id);
  await complete(free, bob, id, done());
  expect((await transactionsOf(desk.knex, user.id)).map((row) => row.amountUsd)).toEqual([
    '100.00',
    '-50.00',
  ]);
});

test('every user has exactly one balance, and every balance has a user', async () => {
  expect(await refusalOf(request('0192a000-0000-7000-8000-000000000000'))).toBe('NOT_FOUND');
  expect(await refusalOf(approve(desk, ada, (await newUser(desk)).id))).toBe('NOT_FOUND');
  await expectWholeBooks(desk);
});
