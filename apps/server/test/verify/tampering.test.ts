import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../src/base/canonicalJson.ts';
import { newId, sha256Hex } from '../../src/base/identifiers.ts';
import { verifyDesk, type CheckName } from '../../src/verify/verifyDesk.ts';
import { afterTampering, dropForeignKeys, faultsOf } from './asOwner.ts';
import { verifiedDesk } from './verifiedDesk.ts';

const made = await verifiedDesk();
const { knex, user, idle, payment, attested, item, openItem, charge, bonus, people } = made;
const { unpaid, paid, approved, pending, large, deposit, approval } = made;

/** Builds the chain of a user again from its rows, with all hashes and balances, as the owner of the tables can. */
async function rebuildChain(trx: Knex.Transaction, userId: string): Promise<void> {
  const ids: string[] = await trx('transactions').where({ user_id: userId }).orderBy('seq').pluck('id');
  for (const [index, id] of ids.entries()) {
    await trx.raw(
      `update transactions t set seq = :seq, prev_hash = coalesce(p.hash, ''),
         balance_after = coalesce(p.balance_after, 0) + t.amount_usd
       from (select 1) one left join transactions p on p.id = :before where t.id = :id`,
      { id, before: ids[index - 1] ?? null, seq: index + 1 },
    );
    await trx.raw('update transactions t set hash = transaction_hash(t) where id = ?', [id]);
  }
  await trx.raw(
    `update user_balances b set balance_usd = t.balance_after, last_seq = t.seq, last_hash = t.hash,
       total_deposited = (select sum(amount_usd) from transactions d where d.user_id = b.user_id and d.transaction_type = 'deposit')
     from transactions t where t.id = :last and b.user_id = :userId`,
    { last: ids.at(-1) ?? null, userId },
  );
}

/** A change request as SQL alone would write it. */
function changeRequest(changes: object) {
  const [id, makerId, payload] = [newId(), people.bob.staff.id, { userId: idle.id, amountUsd: '5000.00' }];
  return {
    id,
    action: 'transactions.bonus',
    status: 'applied_at' in changes ? 'applied' : 'waiting',
    summary: 'a bonus',
    facts: '[]',
    payload: JSON.stringify(payload),
    payload_hash: sha256Hex(canonicalJson(['changeRequest', id, 'transactions.bonus', makerId, payload])),
    payload_digest: 'b'.repeat(64),
    maker_id: makerId,
    maker_name: 'Bob',
    maker_step_up_kind: 'none',
    maker_step_up: '{"kind":"none"}',
    required_approvals: 1,
    approver_role: 'admin',
    step_up_required: false,
    expires_at: new Date(),
    created_at: new Date(),
    ...('applied_at' in changes && { closed_at: new Date() }),
    ...changes,
  };
}

interface Attack {
  work(trx: Knex.Transaction): Promise<unknown>;
  /** The check that names it, and what it says. */
  check: CheckName;
  says: string;
}

const sql =
  (statement: string, bindings: Record<string, string> = {}) =>
  async (trx: Knex.Transaction) =>
    await trx.raw(statement, bindings);

const attacks: Record<string, Attack> = {
  // ------------------------------------------------------------------------------------------------- the schema
  'a function is replaced': {
    work: sql(
      `create or replace function same_person_allowed() returns boolean language plpgsql stable as $$ begin return true; end $$`,
    ),
    check: 'schema',
    says: 'schema function same_person_allowed(): it is not what the migrations define',
  },
  'the function that hashes is replaced by one that says what the attacker wants': {
    work: sql(
      `create or replace function transaction_hash(t transactions) returns text language sql immutable as $$ select t.hash $$`,
    ),
    check: 'schema',
    says: 'function transaction_hash(t transactions)',
  },
  'a trigger does not fire for replicated writes any more': {
    work: async (trx) => {
      await trx.raw('alter table staff disable trigger staff_touch');
    },
    check: 'schema',
    says: 'trigger staff_touch on staff: it is disabled',
  },
  'a trigger is dropped': {
    work: sql('drop trigger staff_are_permanent on staff'),
    check: 'schema',
    says: 'trigger staff_are_permanent on staff: it is missing',
  },
  'a trigger is added': {
    work: sql(
      `create trigger aaa_help before insert on payments for each row execute function touch_updated_at()`,
    ),
    check: 'schema',
    says: 'trigger aaa_help on payments: no migration defines it',
  },
  'a constraint is dropped': {
    work: sql('alter table user_balances drop constraint "INSUFFICIENT_FUNDS"'),
    check: 'schema',
    says: 'constraint INSUFFICIENT_FUNDS on user_balances: it is missing',
  },
  'a constraint is replaced by one that accepts everything': {
    work: sql(`alter table payments drop constraint completed_is_credited;
      alter table payments add constraint completed_is_credited check (true)`),
    check: 'schema',
    says: 'constraint completed_is_credited on payments: it is not what',
  },
  'the unique index against double credits is dropped': {
    work: sql('drop index transactions_one_credit_per_payment'),
    check: 'schema',
    says: 'index transactions_one_credit_per_payment: it is missing',
  },
  'a rule turns writes into nothing': {
    work: sql('create rule forget as on insert to audit_log do instead nothing'),
    check: 'schema',
    says: 'rule forget on audit_log: no migration defines it',
  },
  'row security hides rows': {
    work: sql('alter table withdrawal_approvals enable row level security'),
    check: 'schema',
    says: 'table withdrawal_approvals: it is not what',
  },
  'an operator for amounts compares wrongly': {
    work: sql(`create function always(usd, usd) returns boolean language sql as 'select true';
      create operator = (leftarg = usd, rightarg = usd, function = always)`),
    check: 'schema',
    says: 'no migration defines it',
  },
  'the database looks for operators elsewhere first': {
    work: async (trx) => {
      const { rows } = await trx.raw<{ rows: { name: string }[] }>('select current_database() as name');
      await trx.raw('alter database ?? set search_path = public, evil, pg_catalog', [rows[0]?.name ?? '']);
    },
    check: 'schema',
    says: 'database database: it has the setting search_path=public, evil, pg_catalog',
  },
  'another schema has an operator for whole numbers': {
    work: sql(`create schema evil; create function evil.lt(int, int) returns boolean language sql as 'select false';
      create operator evil.< (leftarg = int, rightarg = int, function = evil.lt)`),
    check: 'schema',
    says: 'operator evil.<: no migration defines it',
  },
  'another schema has a function of the desk’s': {
    work: sql(`create schema evil;
      create function evil.same_person_allowed() returns boolean language sql as 'select true'`),
    check: 'schema',
    says: 'function evil.same_person_allowed: it could take the place',
  },
  'everybody may empty a table': {
    work: sql('grant truncate on audit_log to public'),
    check: 'schema',
    says: 'audit_log: everybody has the right to truncate',
  },
  'a role may rewrite what is permanent': {
    work: sql('grant update on transactions to pg_monitor'),
    check: 'schema',
    says: 'transactions: pg_monitor has the right to update',
  },
  // ------------------------------------------------------------------------------------------------- the ledger
  'an amount is changed': {
    work: sql('update transactions set amount_usd = amount_usd + 1 where id = :id', { id: bonus.id }),
    check: 'ledger',
    says: `transactions ${bonus.id}: its content does not match its hash`,
  },
  'an amount is changed and its hash computed again': {
    work: async (trx) => {
      await trx.raw('update transactions set amount_usd = amount_usd + 1 where id = ?', [bonus.id]);
      await trx.raw('update transactions t set hash = transaction_hash(t) where id = ?', [bonus.id]);
    },
    check: 'ledger',
    says: `its balance is not the sum of the rows so far`,
  },
  'a bonus is raised and the whole chain built again': {
    work: async (trx) => {
      await trx.raw('update transactions set amount_usd = amount_usd + 5000 where id = ?', [bonus.id]);
      await rebuildChain(trx, user.id);
    },
    check: 'postings',
    says: `transactions ${bonus.id}: the audit log has another amount`,
  },
  'a deposit is raised, with its payment, and the whole chain built again': {
    work: async (trx) => {
      await trx.raw('update transactions set amount_usd = amount_usd + 5000 where id = ?', [deposit.id]);
      await trx.raw(
        'update payments set credited_amount_usd = credited_amount_usd + 5000, actual_amount_usd = actual_amount_usd + 5000 where id = ?',
        [payment.id],
      );
      await rebuildChain(trx, user.id);
    },
    check: 'payments',
    says: `transactions ${deposit.id}: it is more than what arrived was worth`,
  },
  'the last transactions are deleted': {
    work: async (trx) =>
      await trx.raw(
        'delete from transactions where user_id = ? and seq = (select last_seq from user_balances where user_id = ?)',
        [user.id, user.id],
      ),
    check: 'ledger',
    says: `user_balances ${user.id}: the balance is not the sum`,
  },
  'a charge is deleted and the whole chain built again': {
    work: async (trx) => {
      await dropForeignKeys(trx, 'transactions');
      await trx.raw('delete from transactions where ? in (id, refund_of_id)', [charge.id]);
      await rebuildChain(trx, user.id);
    },
    check: 'postings',
    says: `idempotency_keys ${charge.id}: what transactions.charge created was deleted`,
  },
  'a balance is raised': {
    work: sql('update user_balances set balance_usd = 1000000 where user_id = :id', { id: idle.id }),
    check: 'ledger',
    says: `user_balances ${idle.id}: the balance is not the sum`,
  },
  'a hold is released': {
    work: sql('update user_balances set held_usd = 0 where user_id = :id', { id: user.id }),
    check: 'ledger',
    says: `user_balances ${user.id}: the held amount is not the sum of the open withdrawals`,
  },
  'a user is deleted': {
    work: async (trx) => {
      await trx.raw('delete from user_balances where user_id = ?', [idle.id]);
      await trx.raw('delete from users where id = ?', [idle.id]);
    },
    check: 'postings',
    says: `the user that it is about was deleted: ${idle.id}`,
  },
  'a user is deleted and its balance is left': {
    work: async (trx) => {
      await dropForeignKeys(trx, 'users');
      await trx.raw('delete from users where id = ?', [idle.id]);
    },
    check: 'postings',
    says: `users ${idle.id}: this user was deleted`,
  },
  // ------------------------------------------------------------------------------------- payments and suspense
  'a payment is marked as completed without a deposit': {
    work: sql(
      `update payments set status = 'completed', completed_at = now(), credited_amount_usd = 70, actual_amount_usd = 70
       where id = :id`,
      { id: unpaid.id },
    ),
    check: 'payments',
    says: `payments ${unpaid.id}: it says credited 70, the ledger has 0`,
  },
  'what arrived is raised': {
    work: sql('update payments set actual_amount = actual_amount * 2 where id = :id', { id: payment.id }),
    check: 'payments',
    says: `transactions ${deposit.id}: its payment says that more arrived than the provider reported`,
  },
  'an attestation loses its audit entry': {
    work: async (trx) => {
      await dropForeignKeys(trx, 'audit_log');
      await trx.raw(`delete from audit_log where action = 'payments.markCompleted'`);
    },
    check: 'payments',
    says: 'neither a report of the provider nor an attestation of staff explains it',
  },
  'a report of the provider is rewritten': {
    work: sql(
      `update provider_events set body = jsonb_set(body, '{actually_paid}', '"99999"') where provider_payment_id = :id`,
      { id: payment.providerPaymentId ?? '' },
    ),
    check: 'reports',
    says: 'its content does not match its digest',
  },
  'a payment is deleted': {
    work: async (trx) => {
      await dropForeignKeys(trx, 'payments');
      await trx.raw('delete from payments where id = ?', [attested.id]);
    },
    check: 'postings',
    says: 'what it belongs to does not exist',
  },
  'money in suspense is invented and credited, through all triggers': {
    work: async (trx) => {
      for (const table of ['transactions', 'suspense_items'])
        await trx.raw('alter table ?? enable trigger user', [table]);
      const id = newId();
      await trx('suspense_items').insert({
        id,
        reason: 'unknown_payment',
        user_id: idle.id,
        provider_payment_id: '4711',
        currency_code: 'BTC',
        amount: '1',
        amount_usd: '90000.00',
      });
      await trx('transactions').insert({
        id: newId(),
        user_id: idle.id,
        transaction_type: 'deposit',
        amount_usd: '90000.00',
        suspense_item_id: id,
        actor_kind: 'staff',
        actor_id: people.bob.staff.id,
        created_at: new Date(),
      });
      await trx('suspense_items').where({ id }).update({
        status: 'credited',
        note: 'forged',
        resolved_by_kind: 'staff',
        resolved_by_id: people.bob.staff.id,
        resolved_at: new Date(),
      });
    },
    check: 'payments',
    says: 'no report of the provider explains it',
  },
  'an item in suspense is credited by SQL': {
    work: sql(
      `update suspense_items set status = 'credited', note = 'forged', resolved_by_kind = 'staff', resolved_by_id = :by, resolved_at = now() where id = :id`,
      { id: openItem.id, by: people.bob.staff.id },
    ),
    check: 'payments',
    says: 'its amounts in suspense, returned or kept are not those of its suspense items',
  },
  'a credited item says another amount': {
    work: sql('update suspense_items set amount_usd = amount_usd + 1 where id = :id', { id: item.id }),
    check: 'payments',
    says: `suspense_items ${item.id}: another amount was credited`,
  },
  // ------------------------------------------------------------------------------------------------ withdrawals
  'the address of a withdrawal is changed': {
    work: sql(`update withdrawal_requests set wallet_address = '0xbeef' where id = :id`, { id: approved.id }),
    check: 'payloads',
    says: `withdrawal_requests ${approved.id}: its fields do not give its hash`,
  },
  'a hundred times the crypto amount is fixed': {
    work: sql(`update withdrawal_requests set crypto_amount = crypto_amount * 100 where id = :id`, {
      id: approved.id,
    }),
    check: 'withdrawals',
    says: `withdrawal_requests ${approved.id}: its amount in crypto is not the one that the audit log has`,
  },
  'a rate stays valid for a year': {
    work: sql(
      `update withdrawal_requests set rate_expires_at = rate_expires_at + interval '1 year' where id = :id`,
      { id: approved.id },
    ),
    check: 'withdrawals',
    says: `withdrawal_requests ${approved.id}: its amount in crypto is not the one that the audit log has`,
  },
  'the network of a withdrawal is changed': {
    work: sql(`update withdrawal_requests set network = network || '2' where id = :id`, { id: approved.id }),
    check: 'payloads',
    says: `withdrawal_requests ${approved.id}: its fields do not give its hash`,
  },
  'the network of a withdrawal is removed': {
    work: sql(`update withdrawal_requests set network = null where id = :id`, { id: approved.id }),
    check: 'payloads',
    says: `withdrawal_requests ${approved.id}: its fields do not give its hash`,
  },
  'the address is changed with every hash in the withdrawal and its approvals': {
    work: async (trx) => {
      await trx.raw(`update withdrawal_requests set wallet_address = '0xbeef' where id = ?`, [approved.id]);
      await trx.raw(
        `update withdrawal_requests set payload_hash = withdrawal_payload_hash(id, user_id, amount_usd, currency_code,
           wallet_address, extra_id, network_fee_usd, service_fee_usd, network) where id = ?`,
        [approved.id],
      );
      await trx.raw(
        `update withdrawal_approvals a set payload_hash = w.payload_hash from withdrawal_requests w
         where w.id = a.withdrawal_request_id`,
      );
    },
    check: 'evidence',
    says: 'its second factor was not given for what it says',
  },
  'a withdrawal is approved by SQL, without an approval': {
    work: sql(`update withdrawal_requests set status = 'approved', approved_at = now() where id = :id`, {
      id: pending.id,
    }),
    check: 'withdrawals',
    says: `withdrawal_requests ${pending.id}: it is approved with 0 of 1 approvals`,
  },
  'an approval is forged in the name of a colleague': {
    work: async (trx) =>
      await trx('withdrawal_approvals').insert({
        id: newId(),
        withdrawal_request_id: pending.id,
        staff_id: people.ada.staff.id,
        staff_name: 'Ada',
        payload_hash: pending.payloadHash,
      }),
    check: 'withdrawals',
    says: 'the audit log does not know it',
  },
  'an approval is forged in the name of a person who does not exist': {
    work: async (trx) => {
      await dropForeignKeys(trx, 'staff');
      await trx('withdrawal_approvals').insert({
        id: newId(),
        withdrawal_request_id: pending.id,
        staff_id: newId(),
        staff_name: 'Unknown',
        payload_hash: pending.payloadHash,
      });
    },
    check: 'withdrawals',
    says: 'no member of staff has this id',
  },
  'an approval above the highest band is given with a code, with its entry in the audit log': {
    work: async (trx) => {
      const staffId = people.ada.staff.id;
      const challenge = large.payloadHash;
      const stepUp = { kind: 'totp', staffId, challenge, covers: null, passkeyId: null, assertion: null };
      await trx('withdrawal_approvals').insert({
        id: newId(),
        withdrawal_request_id: large.id,
        staff_id: staffId,
        staff_name: 'Ada',
        payload_hash: large.payloadHash,
        step_up_kind: 'totp',
        step_up: JSON.stringify({ ...stepUp, verifiedAt: new Date().toISOString() }),
      });
      await trx('audit_log').insert({
        id: newId(),
        action: 'withdrawals.approve',
        actor_kind: 'staff',
        actor_id: staffId,
        subject_kind: 'withdrawal',
        subject_id: large.id,
        recorded_at: new Date(),
      });
    },
    check: 'withdrawals',
    says: 'its amount needs a passkey, and it has a code only',
  },
  'a recorded payment loses its second factor': {
    work: async (trx) => {
      await trx('desk_settings').insert({
        simulated: false,
        second_approval_usd: '1000.00',
        solo_credit_usd: '100.00',
        recorded_at: new Date(0),
      });
      await trx('withdrawal_requests').where({ id: paid.id }).update({ completion_step_up: null });
    },
    check: 'withdrawals',
    says: `withdrawal_requests ${paid.id}: it has no second factor`,
  },
  'an approval is moved to another person': {
    work: sql(
      `update withdrawal_approvals set staff_id = :other, step_up = jsonb_set(step_up, '{staffId}', to_jsonb(:other::text)) where id = :id`,
      { id: approval.id, other: people.admin.staff.id },
    ),
    check: 'evidence',
    says: `withdrawal_approvals ${approval.id}: its second factor`,
  },
  'the number of required approvals is lowered': {
    work: sql(`update withdrawal_decisions set required_approvals = 2 where withdrawal_request_id = :id`, {
      id: approved.id,
    }),
    check: 'withdrawals',
    says: 'it needs fewer approvals than the policy decided',
  },
  'a withdrawal is marked as completed without a posting': {
    work: sql(
      `update withdrawal_requests set status = 'completed', transaction_hash = '0x1', completed_at = now() where id = :id`,
      { id: approved.id },
    ),
    check: 'withdrawals',
    says: `withdrawal_requests ${approved.id}: it is completed; the ledger has paid 0`,
  },
  'a withdrawal was paid out by an unknown person': {
    work: sql(`update withdrawal_requests set completed_by_id = 'x' where id = :id`, { id: paid.id }),
    check: 'withdrawals',
    says: `withdrawal_requests ${paid.id}: no member of staff paid it out`,
  },
  'a completed withdrawal is deleted': {
    work: async (trx) => {
      await dropForeignKeys(trx, 'withdrawal_requests');
      await trx.raw('delete from withdrawal_requests where id = ?', [paid.id]);
    },
    check: 'postings',
    says: 'what it belongs to does not exist',
  },
  // ------------------------------------------------------------------------------------------ policies and staff
  'the policy is changed': {
    work: sql(`update withdrawal_policies set rules = jsonb_set(rules, '{allowSamePerson}', 'true')`),
    check: 'withdrawals',
    says: 'its rules are not those that were published',
  },
  'a policy is published by SQL': {
    work: async (trx) => {
      const current = await trx('withdrawal_policies').first<Record<string, unknown>>();
      await trx('withdrawal_policies').insert({ ...current, id: newId(), version: 2 });
    },
    check: 'evidence',
    says: 'its second factor was not given for what it says',
  },
  'a member of staff is promoted by SQL after a change of role': {
    work: async (trx) => {
      await trx('audit_log').insert({
        id: newId(),
        action: 'staff.setRole',
        actor_kind: 'staff',
        actor_id: people.admin.staff.id,
        subject_kind: 'staff',
        subject_id: people.bob.staff.id,
        before: '{"role":"admin"}',
        after: '{"role":"viewer"}',
      });
    },
    check: 'withdrawals',
    says: `staff ${people.bob.staff.id}: the role is approver; the audit log says viewer`,
  },
  'the public key of a passkey is exchanged': {
    work: sql(`update staff_passkeys set public_key = decode(repeat('ab', 70), 'hex')`),
    check: 'evidence',
    says: 'its second factor was not given for what it says',
  },
  'a change request is invented, as if it had been applied': {
    work: async (trx) => await trx('change_requests').insert(changeRequest({ applied_at: new Date() })),
    check: 'changes',
    says: 'the audit log does not know who made it',
  },
  'what a change request asks for is changed': {
    work: async (trx) => await trx('change_requests').insert(changeRequest({ payload_hash: 'a'.repeat(64) })),
    check: 'changes',
    says: 'its fields do not give its hash',
  },
  'a change request is approved by its maker': {
    work: async (trx) => {
      const request = changeRequest({});
      await trx('change_requests').insert(request);
      await trx('change_request_approvals').insert({
        id: newId(),
        change_request_id: request.id,
        staff_id: request.maker_id,
        staff_name: 'Bob',
        payload_hash: request.payload_hash,
        step_up_kind: 'none',
        created_at: new Date(),
      });
      await trx('audit_log').insert({
        id: newId(),
        action: 'changeRequests.create',
        actor_kind: 'staff',
        actor_id: request.maker_id,
        subject_kind: 'changeRequest',
        subject_id: request.id,
        after: JSON.stringify({ payloadHash: request.payload_hash }),
      });
    },
    check: 'changes',
    says: 'who made the request approved it',
  },
  'a payment claims money that is nowhere': {
    work: sql('update payments set actual_amount_usd = 70, suspense_amount_usd = 70 where id = :id', {
      id: unpaid.id,
    }),
    check: 'conservation',
    says: '70.00 USD of what arrived are unexplained',
  },
  // ---------------------------------------------------------------------------------------------- the audit log
  'an audit entry is edited': {
    work: sql(`update audit_log set note = 'nothing to see' where action = 'payments.markCompleted'`),
    check: 'audit',
    says: 'its content does not match its hash',
  },
  'the head of the audit log is deleted': {
    work: sql('delete from audit_head'),
    check: 'audit',
    says: 'the audit log has no head',
  },
  'a column is gone': {
    work: sql('alter table provider_events rename column body to content'),
    check: 'reports',
    says: 'it could not be checked',
  },
};

test('a desk without tampering has no faults', async () => {
  expect(faultsOf(await verifyDesk(knex))).toEqual({});
  expect(faultsOf(await afterTampering(knex, async () => {}))).toEqual({});
});

test.each(Object.entries(attacks))('verify names it when %s', async (_name, { work, check, says }) => {
  const verdict = await afterTampering(knex, work);
  expect(verdict.ok).toBe(false);
  expect(faultsOf(verdict)[check]).toContain(says);
});

test('with a user only the rows of that user are checked', async () => {
  const verdict = await verifyDesk(knex, { userId: user.id });
  expect(verdict).toMatchObject({ ok: true, audit: null, secondFactors: null });
  expect(verdict.ledger?.users).toBe(1);
});

test('all checks run, whatever the first ones find', async () => {
  const verdict = await afterTampering(knex, async (trx) => {
    await trx.raw('drop index transactions_one_credit_per_payment');
    await trx.raw('update user_balances set held_usd = 0 where user_id = ?', [user.id]);
    await trx.raw(`update audit_log set note = 'x'`);
  });
  expect(Object.keys(faultsOf(verdict))).toEqual(['schema', 'ledger', 'audit']);
});
