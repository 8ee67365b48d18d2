import { EVENT_TYPES, EVENTS, type EventType, USER_EVENT_TYPES } from '@paydesk/types';
import { expect, test } from 'vitest';
import { closeDueChanges } from '../../src/changeRequests/closeDueChanges.ts';
import { setCurrenciesActive } from '../../src/currencies/setCurrenciesActive.ts';
import { sealLedgerJob } from '../../src/audit/sealLedger.job.ts';
import { actionPlans } from '../../src/http/actionPlans/index.ts';
import { Currency } from '../../src/models/Currency.ts';
import type { Payment } from '../../src/models/Payment.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { WithdrawalPolicy } from '../../src/models/WithdrawalPolicy.ts';
import {
  claimProbe,
  endProbe,
  FAILURES_TO_OPEN,
  noteFailure,
} from '../../src/nowpayments/traffic/sharedCircuit.ts';
import { acknowledgePayment } from '../../src/payments/acknowledgePayment.ts';
import { cancelPayment } from '../../src/payments/cancelPayment.ts';
import { markFailed } from '../../src/payments/markFailed.ts';
import { receiveReport } from '../../src/payments/receiveReport.ts';
import { closeSuspense } from '../../src/suspense/closeSuspense.ts';
import { creditSuspense } from '../../src/suspense/creditSuspense.ts';
import { verifyDeskJob } from '../../src/system/verifyDesk.job.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { anonymizeUser } from '../../src/users/anonymizeUser.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { createEndpoint } from '../../src/webhooks/createEndpoint.ts';
import { disableEndpoint } from '../../src/webhooks/disableEndpoint.ts';
import { cancelWithdrawal } from '../../src/withdrawals/cancelWithdrawal.ts';
import { rejectWithdrawal } from '../../src/withdrawals/rejectWithdrawal.ts';
import { returnToApproved } from '../../src/withdrawals/returnToApproved.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import { recordRestore } from '../../src/restores/recordRestore.ts';
import { resumePayouts, stopPayouts } from '../../src/withdrawals/stopPayouts.ts';
import { governedDesk, letPass, requestOf } from '../governance/governedDesk.ts';
import { publishRules, rules } from '../policy/policyDesk.ts';
import { hire } from '../stepUp/people.ts';
import { behindTheTriggers } from '../support/behindTheTriggers.ts';
import { pay } from '../support/fullDesk.ts';
import { EVM_HASH, approve, complete, fundedUser, newPayment, newWithdrawal } from '../support/money.ts';
import { reportOn } from '../support/reports.ts';
import { actors, newUser, offerCurrencies } from '../support/testDesk.ts';
import { eventsOf, typesWrittenBy } from './eventDesk.ts';

const { desk, knex, insider } = await governedDesk();
await offerCurrencies(desk);
const [ada, bob] = [await insider('admin'), await insider('admin')];
const note = 'for a test';
const staff = actors.staff();

const openPayment = async () => await newPayment(desk, (await newUser(desk)).id);
const paidPayment = async () => await pay(desk, await openPayment());
const reported = async (payment: Payment, changes: object) => {
  await receiveReport(desk, 'poll', reportOn(payment, { ...changes }));
  return payment.id;
};
const suspenseItem = async () => {
  const payment = await paidPayment();
  await pay(desk, payment, '20');
  return (
    await SuspenseItem.query(knex).where({ userId: payment.userId, status: 'open' }).first().throwIfNotFound()
  ).id;
};
const withdrawal = async () => (await newWithdrawal(desk, (await fundedUser(desk, '100.00')).id)).id;
const approved = async () => {
  const id = await withdrawal();
  await approve(desk, staff, id);
  return id;
};
const processing = async () => {
  const id = await approved();
  await startProcessing(desk, actors.staff('Bob'), id);
  return id;
};
let amounts = 1000;
const bonus = async () => {
  amounts += 1;
  const input = { userId: (await newUser(desk)).id, amountUsd: `${amounts}.00` };
  return requestOf(await ada.does('transactions.bonus', input));
};
const decided = async (how: 'approve' | 'reject') => {
  const id = await bonus();
  await bob.does(`changeRequests.${how}`, { id, note });
  return id;
};
const nothingArrived = (status: string) => ({ payment_status: status, actually_paid: '0' });
const flaggedPayment = async () => await reported(await openPayment(), { pay_address: 'another one' });
const closed = async (as: 'returned' | 'written_off') => {
  const id = await suspenseItem();
  await closeSuspense(desk, staff, { id, note, as });
  return id;
};
const stop = async () => {
  const keeper = { kind: 'staff' as const, id: (await hire(desk, 'admin')).id, name: 'Keeper' };
  await stopPayouts(desk, keeper, note);
  await resumePayouts(desk, keeper, note);
  return (await knex('payout_stops').orderBy('stopped_at', 'desc').first<{ id: string }>('id')).id;
};

const restore = async () => {
  const keeper = { kind: 'staff' as const, id: (await hire(desk, 'admin')).id, name: 'Keeper' };
  const facts = { restoredBy: 'root@db1', restoredTo: desk.clock.now(), note };
  const { id } = await recordRestore(desk, facts);
  await resumePayouts(desk, keeper, note);
  return id;
};

/** Makes each type happen by its command; returns the id of the resource. */
const COMMANDS: Record<EventType, () => Promise<string>> = {
  'payment.created': async () => (await openPayment()).id,
  'payment.address_issued': async () => (await openPayment()).id,
  'payment.confirming': async () => await reported(await openPayment(), { payment_status: 'confirming' }),
  'payment.confirmed': async () => await reported(await openPayment(), { payment_status: 'confirmed' }),
  'payment.credited': async () => (await paidPayment()).id,
  'payment.partially_paid': async () => (await pay(desk, await openPayment(), '40')).id,
  'payment.expired': async () => await reported(await openPayment(), nothingArrived('expired')),
  'payment.failed': async () => (await markFailed(desk, staff, (await openPayment()).id, note)).id,
  'payment.cancelled': async () => (await cancelPayment(desk, staff, (await openPayment()).id)).id,
  'payment.refunded': async () => await reported(await openPayment(), nothingArrived('refunded')),
  'payment.needs_attention': flaggedPayment,
  'payment.attention_cleared': async () =>
    (await acknowledgePayment(desk, staff, await flaggedPayment(), note)).id,
  'suspense.opened': suspenseItem,
  'suspense.credited': async () => {
    const id = await suspenseItem();
    await creditSuspense(desk, staff, { id, note });
    return id;
  },
  'suspense.returned': async () => await closed('returned'),
  'suspense.written_off': async () => await closed('written_off'),
  'transaction.created': async () => {
    const { id: userId } = await fundedUser(desk, '5.00');
    return (await chargeUser(desk, actors.service(), { userId, amountUsd: '1.00' })).id;
  },
  'withdrawal.requested': withdrawal,
  'withdrawal.approved': approved,
  'withdrawal.processing': processing,
  'withdrawal.completed': async () =>
    (await complete(desk, actors.staff('Bob'), await approved(), { transactionHash: EVM_HASH })).id,
  'withdrawal.rejected': async () => (await rejectWithdrawal(desk, staff, await withdrawal(), note)).id,
  'withdrawal.cancelled': async () => (await cancelWithdrawal(desk, staff, await withdrawal())).id,
  'withdrawal.returned': async () => (await returnToApproved(desk, staff, await processing(), note)).id,
  'payouts.stopped': stop,
  'payouts.resumed': stop,
  'user.frozen': async () => (await freezeUser(desk, staff, (await newUser(desk)).id, true, note)).id,
  'user.unfrozen': async () => {
    const { id } = await freezeUser(desk, staff, (await newUser(desk)).id, true, note);
    return (await freezeUser(desk, actors.staff('Bob'), id, false, note)).id;
  },
  'user.anonymized': async () => (await anonymizeUser(desk, staff, (await newUser(desk)).id)).id,
  'change_request.created': bonus,
  'change_request.applied': async () => await decided('approve'),
  'change_request.rejected': async () => await decided('reject'),
  'change_request.cancelled': async () => {
    const id = await bonus();
    await ada.does('changeRequests.cancel', { id });
    return id;
  },
  'change_request.expired': async () => {
    const id = await bonus();
    await letPass(knex, id, { expires_at: new Date(Date.now() - 1000) });
    await closeDueChanges(desk, actionPlans);
    return id;
  },
  'change_request.failed': async () => {
    const id = await bonus();
    await letPass(knex, id, { payload: JSON.stringify({ amountUsd: '77777.00' }) });
    await bob.does('changeRequests.approve', { id });
    return id;
  },
  'policy.published': async () => {
    await publishRules(desk, rules());
    return (await WithdrawalPolicy.query(knex).orderBy('version', 'desc').first().throwIfNotFound()).id;
  },
  'currency.changed': async () => {
    const { id } = await Currency.query(knex).findOne({ code: 'BTC' }).throwIfNotFound();
    await setCurrenciesActive(desk, staff, [id], false);
    return id;
  },
  'provider.down': async () => {
    for (let n = 0; n < FAILURES_TO_OPEN; n += 1) await noteFailure(knex, 'no answer', null);
    return 'nowpayments';
  },
  'provider.up': async () => {
    const later = new Date(Date.now() + 60_000);
    await claimProbe(knex, later);
    await endProbe(knex, 'still no answer', later);
    await claimProbe(knex, new Date(Date.now() + 600_000));
    await endProbe(knex, null, later);
    return 'nowpayments';
  },
  'verification.failed': async () => {
    await behindTheTriggers(
      knex,
      async (trx) => await trx('audit_log').where({ action: 'users.freeze' }).update({ note: 'changed' }),
    );
    await verifyDeskJob.run(desk);
    return (await knex('verifications').orderBy('id', 'desc').first<{ id: string }>('id')).id;
  },
  'desk.restored': restore,
  'ledger.sealed': async () => {
    await newUser(desk);
    await sealLedgerJob.run(desk);
    return (await knex('ledger_seals').max('seq as seq').first<{ seq: string }>()).seq;
  },
  'webhook_endpoint.disabled': async () => {
    const { id } = (
      await createEndpoint(desk, actors.service(), {
        url: 'https://shop.example.com/hook',
        description: '',
        eventTypes: null,
        after: 'now',
      })
    ).endpoint;
    return (await disableEndpoint(desk, staff, { id })).id;
  },
  test: async () => {
    await knex.raw(`select emit_event('test', 'webhook_endpoint', 'this one', null, '{"hello": 1}')`);
    return 'this one';
  },
};

test.each(EVENT_TYPES)('%s is reported once by its command', async (type) => {
  let id = '';
  const events = await eventsOf(desk, async () => {
    id = await COMMANDS[type]();
  });
  const { resource: resourceType } = EVENTS[type];
  const found = events.filter((event) => event.type === type && event.resourceId === id);
  expect(found).toMatchObject([{ type, resourceType, resourceId: id }]);
  expect(found[0]?.data).toMatchObject(type === 'test' ? { hello: 1 } : { id });
  const userId = (found[0]?.data as { userId?: string } | null)?.userId;
  if (resourceType !== 'user' && userId !== undefined) expect(found[0]?.userId).toBe(userId);
  if (USER_EVENT_TYPES.includes(type)) expect(found[0]?.userId).toEqual(expect.any(String));
});

const PAYMENT = `update payments set %s where id = (select id from payments where status = 'pending' and pay_address is not null limit 1)`;
/** As the owner could, past the guards of the state machine. */
const withdrawalMoves = (from: string, to: string, more = ''): string[] => [
  'alter table withdrawal_requests disable trigger withdrawal_requests_guard',
  `update withdrawal_requests set status = '${to}', ${to}_at = now() ${more}
   where id = (select id from withdrawal_requests where status = '${from}' limit 1)`,
];
const SUSPENSE = `update suspense_items set status = '%s', note = 'x', resolved_by_kind = 'system', resolved_at = now()
  where id = (select id from suspense_items where status = 'open' limit 1)`;
const REQUEST = `update change_requests set status = '%s', closed_by_id = (select id from staff where id <> maker_id limit 1)
  where id = (select id from change_requests where status = 'waiting' limit 1)`;
const INTENT = `insert into payments (id, user_id, internal_payment_id, amount_usd, currency_code, checkout_token, created_by_kind)
  select gen_random_uuid(), id, 'PAY_20260101000000_00000000', 5, 'BTC', 'a token', 'service' from users limit 1`;
const STOP = `insert into payout_stops (id, note, stopped_by_id, stopped_by_name)
  select gen_random_uuid(), 'by hand', id, name from staff limit 1`;
const FREEZE = `update users set frozen_at = now(), frozen_note = 'x' where id = (select id from users where frozen_at is null limit 1)`;
const UNGUARDED = `alter table change_requests disable trigger change_requests_guard`;
const fill = (text: string, ...values: string[]) =>
  values.reduce((sql, value) => sql.replace('%s', value), text);

/** The same by SQL alone, as the owner could: the last statement reports the type. */
const STATEMENTS: Record<EventType, string[]> = {
  'payment.created': [INTENT],
  'payment.address_issued': [
    INTENT,
    `update payments set pay_address = 'x' where checkout_token = 'a token'`,
  ],
  'payment.confirming': [fill(PAYMENT, `status = 'confirming'`)],
  'payment.confirmed': [fill(PAYMENT, `status = 'confirmed'`)],
  'payment.credited': [fill(PAYMENT, 'credited_amount_usd = 5, actual_amount_usd = 5')],
  'payment.partially_paid': [fill(PAYMENT, `status = 'partially_paid'`)],
  'payment.expired': [fill(PAYMENT, `status = 'expired'`)],
  'payment.failed': [fill(PAYMENT, `status = 'failed'`)],
  'payment.cancelled': [fill(PAYMENT, `status = 'cancelled'`)],
  'payment.refunded': [fill(PAYMENT, `status = 'refunded'`)],
  'payment.needs_attention': [fill(PAYMENT, `needs_attention = 'look'`)],
  'payment.attention_cleared': [
    fill(PAYMENT, `needs_attention = 'look'`),
    'update payments set needs_attention = null',
  ],
  'suspense.opened': [
    `insert into suspense_items (id, reason, provider_payment_id, currency_code, amount, amount_usd)
     values (gen_random_uuid(), 'unknown_payment', 'x', 'BTC', 1, 0)`,
  ],
  'suspense.credited': [fill(SUSPENSE, 'credited')],
  'suspense.returned': [fill(SUSPENSE, 'returned')],
  'suspense.written_off': [fill(SUSPENSE, 'written_off')],
  'transaction.created': [
    `insert into transactions (id, user_id, transaction_type, amount_usd, actor_kind, created_at)
     select gen_random_uuid(), id, 'bonus', 1, 'system', now() from users limit 1`,
  ],
  'withdrawal.requested': [
    `insert into withdrawal_requests (id, user_id, internal_withdrawal_id, amount_usd, currency_code, wallet_address,
       network_fee_usd, service_fee_usd, payload_hash, requested_by_kind)
     select gen_random_uuid(), user_id, 'WD_20260101000000_00000000', 10, 'BTC', 'x', 0, 0, '', 'service'
     from user_balances where balance_usd - held_usd >= 10 limit 1`,
  ],
  'withdrawal.approved': withdrawalMoves('pending', 'approved'),
  'withdrawal.processing': withdrawalMoves('approved', 'processing'),
  'withdrawal.completed': [
    'alter table withdrawal_requests disable trigger withdrawal_requests_step_up',
    ...withdrawalMoves('approved', 'completed', `, transaction_hash = 'x'`),
  ],
  'withdrawal.rejected': withdrawalMoves('pending', 'rejected'),
  'withdrawal.cancelled': withdrawalMoves('pending', 'cancelled'),
  'withdrawal.returned': withdrawalMoves('processing', 'approved'),
  'payouts.stopped': [STOP],
  'payouts.resumed': [
    STOP,
    'update payout_stops set resumed_at = now(), resumed_by_id = stopped_by_id where resumed_at is null',
  ],
  'user.frozen': [FREEZE],
  'user.unfrozen': [FREEZE, 'update users set frozen_at = null, frozen_note = null'],
  'user.anonymized': [
    'alter table users disable trigger users_anonymized',
    'update users set anonymized_at = now()',
  ],
  'change_request.created': [
    `insert into change_requests select (jsonb_populate_record(c, jsonb_build_object(
       'id', gen_random_uuid(), 'status', 'waiting', 'payload_hash', repeat('0', 64), 'payload_digest', repeat('0', 64),
       'applied_at', null, 'closed_at', null, 'closed_by_id', null, 'error', null))).* from change_requests c
     join staff s on s.id = c.maker_id and s.deactivated_at is null limit 1`,
  ],
  'change_request.applied': [
    UNGUARDED,
    `${fill(REQUEST, 'applied').replace('set', 'set applied_at = now(), closed_at = now(),')}`,
  ],
  'change_request.rejected': [fill(REQUEST, 'rejected')],
  'change_request.cancelled': [fill(REQUEST, 'cancelled')],
  'change_request.expired': [
    UNGUARDED,
    `${fill(REQUEST, 'expired').replace('set', 'set closed_at = now(),')}`,
  ],
  'change_request.failed': [
    UNGUARDED,
    `${fill(REQUEST, 'failed').replace('set', `set closed_at = now(), error = 'x',`)}`,
  ],
  'policy.published': [
    `insert into withdrawal_policies (id, version, rules, note, published_by_staff_id, published_by_name, step_up, created_at)
     select gen_random_uuid(), version + 1, rules, note, published_by_staff_id, published_by_name, step_up, now()
     from withdrawal_policies order by version desc limit 1`,
  ],
  'currency.changed': ['update currencies set sort_order = sort_order + 1'],
  'provider.down': [`update provider_circuit set state = 'open', retry_at = now()`],
  'provider.up': [
    `update provider_circuit set state = 'open', retry_at = now()`,
    `update provider_circuit set state = 'closed', retry_at = null`,
  ],
  'verification.failed': [
    `insert into verifications (id, finished_at, is_ok, checks) values (gen_random_uuid(), now(), false, '[]')`,
  ],
  'desk.restored': [
    `insert into desk_restores (id, restored_by, note, restored_to, restored_at, history_ends_at, last_seal_seq,
       last_seal_hash)
     values (gen_random_uuid(), 'x', 'by hand', now(), now(), now(), 0, '')`,
  ],
  'ledger.sealed': [
    `insert into ledger_seals select (jsonb_populate_record(l, jsonb_build_object(
       'seq', l.seq + 1, 'prev_hash', l.hash, 'hash', repeat('0', 64)))).* from ledger_seals l order by seq desc limit 1`,
  ],
  'webhook_endpoint.disabled': [
    `insert into webhook_endpoints (id, url, description, cursor, next_attempt_at, created_at, updated_at)
     values ('00000000-0000-7000-8000-000000000001', 'https://x.test', '', 0, now(), now(), now())`,
    `update webhook_endpoints set disabled_at = now(), disabled_reason = 'staff' where disabled_at is null`,
  ],
  test: [`select emit_event('test', 'webhook_endpoint', 'x', null, null)`],
};

test.each(EVENT_TYPES)('%s is reported by SQL alone as well', async (type) => {
  const statements = STATEMENTS[type];
  const written = await typesWrittenBy(knex, async (trx) => {
    for (const statement of statements) await trx.raw(statement);
  });
  expect(written.at(-1)).toBe(type);
});

test('what is no change is no event', async () => {
  const written = await typesWrittenBy(knex, async (trx) => {
    await trx.raw('update payments set next_check_at = now(), checked_at = now()');
    await trx.raw('update currencies set min_checked_at = now(), min_due_at = now()');
    await trx.raw('update users set username = username');
    await trx.raw(`update provider_circuit set failures = failures + 1`);
    await trx.raw(
      `insert into verifications (id, finished_at, is_ok, checks) values (gen_random_uuid(), now(), true, '[]')`,
    );
  });
  expect(written).toEqual([]);
});
