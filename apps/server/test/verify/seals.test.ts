import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { afterAll, expect, test } from 'vitest';
import { recordAudit } from '../../src/auditChain/recordAudit.ts';
import { canonicalJson } from '../../src/base/canonicalJson.ts';
import { newId, sha256Hex } from '../../src/base/identifiers.ts';
import { exportSeals, readExportedSeals } from '../../src/seals/exportedSeals.ts';
import { LEAF_KINDS, sealedRowsOf } from '../../src/seals/leaves.ts';
import { merkleRoot } from '../../src/seals/merkleRoot.ts';
import { sealHash } from '../../src/seals/seal.ts';
import { sealKeyOf } from '../../src/seals/sealKey.ts';
import { sealLedger } from '../../src/seals/sealLedger.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { verifyDesk, verifySnapshot } from '../../src/verify/verifyDesk.ts';
import { stopPayouts } from '../../src/withdrawals/stopPayouts.ts';
import { entry, refusalOf } from '../support/money.ts';
import { actors, newUser } from '../support/testDesk.ts';
import { afterTampering, dropForeignKeys, faultsOf } from './asOwner.ts';
import { sealBooks, sealKey } from './sealBooks.ts';
import { verifiedDesk } from './verifiedDesk.ts';

const directory = mkdtempSync(join(tmpdir(), 'paydesk-seals-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const file = join(directory, 'paydesk-seals.jsonl');

const { desk, knex, user, idle, attested, unpaid, bonus, approval, item, people } = await verifiedDesk();
const change = await requestByHand(knex);
await knex('solo_credits').insert({
  id: newId(),
  staff_id: people.ada.staff.id,
  action: 'transactions.bonus',
  amount_usd: '5.00',
});
await stopPayouts(desk, people.ada.actor, 'something is odd');
const first = await sealBooks(knex);
await giveBonus(desk, actors.service(), { userId: user.id, amountUsd: '3.00', description: 'the last one' });
const second = await sealBooks(knex);
await exportSeals(directory, first);
await exportSeals(directory, second);
const seals = { publicKeys: [sealKey.publicKey], exported: await readExportedSeals(file) };

/** A change request that waits. */
async function requestByHand(db: Knex): Promise<{ id: string }> {
  const id = newId();
  const payload = { userId: idle.id, amountUsd: '5000.00' };
  const makerId = people.bob.staff.id;
  const hash = sha256Hex(canonicalJson(['changeRequest', id, 'transactions.bonus', makerId, payload]));
  await recordAudit(db, {
    action: 'changeRequests.create',
    actor: people.bob.actor,
    subjectKind: 'changeRequest',
    subjectId: id,
    after: { payloadHash: hash },
    at: desk.clock.now(),
  });
  await db('change_requests').insert({
    id,
    action: 'transactions.bonus',
    summary: 'a bonus',
    facts: '[]',
    payload,
    payload_hash: hash,
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
  });
  return { id };
}

/** The chain of the audit log, computed again by the functions of the database, with its head. */
async function rebuildAudit(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`do $$ declare r record; p text := ''; h text; i int := 0; e audit_log; begin
    for r in select * from audit_seals order by seq loop
      i := i + 1;
      select * into e from audit_log where id = r.entry_id;
      h := audit_seal_hash(e, i, p, r.sealed_at);
      update audit_seals set seq = i, prev_hash = p, hash = h where entry_id = r.entry_id;
      p := h;
    end loop;
    update audit_head set seq = i, hash = p;
  end $$`);
}

const lastSeq = async (db: Knex = knex) =>
  Number((await db('ledger_seals').max<{ max: string }[]>('seq as max'))[0]?.max ?? 0);

test('everything is sealed once, in order, and the total is that of all balances', async () => {
  expect(faultsOf(await verifyDesk(knex, { seals }))).toEqual({});
  const { rows } = await knex.raw<{ rows: { total: string }[] }>(
    'select round(sum(balance_usd), 2)::text as total from user_balances',
  );
  expect(second.at(-1)?.totalBalanceUsd).toBe(rows[0]?.total);
  expect(second.at(-1)?.prevHash).toBe(first.at(-1)?.hash);
  expect(await sealLedger(knex, sealKey)).toEqual({ seals: [], missing: [] });
});

test('what is not sealed yet waits in the queue and is no fault; a running transaction holds its rows back', async () => {
  const slow = await knex.transaction();
  await slow('transactions').insert(entry(user.id));
  const other = await newUser(desk);
  expect((await sealLedger(knex, sealKey)).seals).toEqual([]);
  expect(faultsOf(await verifyDesk(knex, { seals }))).toEqual({});
  await slow.commit();
  const [made] = await sealBooks(knex);
  // The posting, the user and the audit entry.
  expect(made?.leaves).toBe(3);
  expect(await knex('ledger_seals').whereRaw('? = any(leaf_ids)', [other.id]).first()).toBeDefined();
});

test('many sealers and writers at once: every row gets exactly one seal', async () => {
  const targets = await Promise.all(Array.from({ length: 4 }, async () => await newUser(desk)));
  let writing = true;
  const sealers = [1, 2, 3].map(async () => {
    while (writing) await sealLedger(knex, sealKey);
  });
  await Promise.all(
    targets.map(async ({ id }) => {
      for (let n = 0; n < 20; n += 1)
        await giveBonus(desk, actors.service(), { userId: id, amountUsd: '1.00' });
    }),
  );
  writing = false;
  await Promise.all(sealers);
  await sealBooks(knex);
  const { rows } = await knex.raw<{ rows: { id: string }[] }>(
    `select k.id from ledger_seals, unnest(leaf_kinds, leaf_ids) as k (kind, id) group by k.kind, k.id having count(*) > 1`,
  );
  expect(rows).toEqual([]);
  expect(faultsOf(await verifyDesk(knex, { seals }))).toEqual({});
});

const attacks: Record<string, [work: (trx: Knex.Transaction) => Promise<unknown>, says: string]> = {
  'the last transactions are deleted and the balance set to fit': [
    async (trx) => {
      await trx.raw(
        `delete from transactions where user_id = ? and seq = (select max(seq) from transactions where user_id = ?)`,
        [user.id, user.id],
      );
      await trx.raw(
        `update user_balances b set balance_usd = t.balance_after, last_seq = t.seq, last_hash = t.hash
         from transactions t where t.user_id = b.user_id and b.user_id = ?
           and t.seq = (select max(seq) from transactions where user_id = b.user_id)`,
        [user.id],
      );
    },
    'a row that it covers was deleted: transaction',
  ],
  'a user is deleted without a trace in the audit log': [
    async (trx) => {
      await trx.raw('delete from user_balances where user_id = ?', [idle.id]);
      await trx.raw('delete from users where id = ?', [idle.id]);
    },
    `a row that it covers was deleted: user ${idle.id}`,
  ],
  'a payment is deleted': [
    async (trx) => {
      await dropForeignKeys(trx, 'payments');
      await trx.raw('delete from payments where id = ?', [attested.id]);
    },
    `a row that it covers was deleted: payment ${attested.id}`,
  ],
  'an approval is deleted': [
    async (trx) => await trx.raw('delete from withdrawal_approvals where id = ?', [approval.id]),
    `a row that it covers was deleted: approval ${approval.id}`,
  ],
  'who resolved a suspense item is changed': [
    async (trx) => await trx.raw(`update suspense_items set resolved_by_id = 'x' where id = ?`, [item.id]),
    'a row that it covers was changed',
  ],
  'a transaction is changed with all hashes of its chain': [
    async (trx) => {
      await trx.raw(`update transactions set description = 'another' where id = ?`, [bonus.id]);
      await trx.raw('update transactions t set hash = transaction_hash(t) where id = ?', [bonus.id]);
    },
    'a row that it covers was changed',
  ],
  'a seal in the middle is deleted': [
    async (trx) => await trx.raw('delete from ledger_seals where seq = 1'),
    'ledger_seals 2: a seal before it is missing',
  ],
  'the last seal is deleted': [
    async (trx) => await trx.raw('delete from ledger_seals where seq = (select max(seq) from ledger_seals)'),
    'no seal covers it, and it does not wait for one',
  ],
  'a transaction is written while no trigger notices': [
    async (trx) =>
      await trx('transactions').insert({
        ...entry(idle.id),
        seq: 1,
        balance_after: '5.00',
        prev_hash: '',
        hash: 'x',
      }),
    'no seal covers it, and it does not wait for one',
  ],
  'a row is taken out of the queue': [
    async (trx) => {
      await trx.raw('alter table users enable trigger users_sealed');
      await trx('users').insert({ id: newId(), external_id: 'quiet', username: 'quiet' });
      await trx('seal_queue').delete();
    },
    'no seal covers it, and it does not wait for one',
  ],
  'the total is changed, with the hash that belongs to it': [
    async (trx) => {
      const seq = await lastSeq(trx);
      const row = await trx('ledger_seals').where({ seq }).first<Record<string, string>>();
      const hash = sealHash({
        seq,
        prevHash: row.prev_hash ?? '',
        merkleRoot: row.merkle_root ?? '',
        leaves: (row.leaf_ids ?? '').length,
        totalRows: Number(row.total_rows),
        totalBalanceUsd: '1.00',
        sealedAt: new Date(row.sealed_at ?? ''),
      });
      await trx('ledger_seals').where({ seq }).update({ total_balance_usd: '1.00', hash });
    },
    'its totals are not those of the rows so far',
  ],
  'a seal is signed with a key of the attacker': [
    async (trx) => {
      const forger = sealKeyOf('the secret of somebody who has the database alone');
      const seq = await lastSeq(trx);
      const { hash } = await trx('ledger_seals').where({ seq }).first<{ hash: string }>('hash');
      await trx('ledger_seals')
        .where({ seq })
        .update({ signature: forger.sign(hash), key_id: forger.id });
    },
    'it is not signed with a known key',
  ],
  'the time of a seal is changed': [
    async (trx) =>
      await trx.raw(`update ledger_seals set sealed_at = sealed_at - interval '1 day' where seq = 1`),
    'ledger_seals 1: its content does not match its hash',
  ],
  'the address of an open payment is swapped': [
    async (trx) => await trx('payments').where({ id: unpaid.id }).update({ pay_address: '0xbeef' }),
    'a row that it covers was changed',
  ],
  'an audit entry is edited, and the chain built again': [
    async (trx) => {
      await trx('audit_log').where({ action: 'suspense.credit' }).update({ note: 'nothing to see' });
      await rebuildAudit(trx);
    },
    'a row that it covers was changed',
  ],
  'audit entries are deleted, and the chain built again': [
    async (trx) => {
      const entries = trx('audit_log').where({ action: 'suspense.credit' }).select('id');
      await trx('audit_seals').whereIn('entry_id', entries.clone()).delete();
      await trx('audit_log').where({ action: 'suspense.credit' }).delete();
      await rebuildAudit(trx);
    },
    'a row that it covers was deleted: audit ',
  ],
  'a report of the provider about an unpaid payment is deleted': [
    async (trx) => {
      const mine = trx('provider_events')
        .where({ provider_payment_id: unpaid.providerPaymentId })
        .select('id');
      await trx('provider_event_outcomes').whereIn('event_id', mine.clone()).delete();
      await trx('provider_events').where({ provider_payment_id: unpaid.providerPaymentId }).delete();
    },
    'a row that it covers was deleted: provider_event ',
  ],
  'a change request is edited where its hash does not reach': [
    async (trx) =>
      await trx('change_requests').where({ id: change.id }).update({ summary: 'Harmless', facts: '[]' }),
    'a row that it covers was changed',
  ],
  'a change request is erased': [
    async (trx) => {
      await trx('audit_log').where({ subject_kind: 'changeRequest' }).delete();
      await trx('change_request_approvals').delete();
      await trx('change_requests').delete();
    },
    'a row that it covers was deleted: ',
  ],
  'what was credited alone is deleted': [
    async (trx) => await trx('solo_credits').delete(),
    'a row that it covers was deleted: solo_credit ',
  ],
  'a stop of all payouts is deleted': [
    async (trx) => await trx('payout_stops').delete(),
    'a row that it covers was deleted: payout_stop ',
  ],
  'a passkey gets another public key': [
    async (trx) => await trx('staff_passkeys').update({ public_key: Buffer.alloc(77, 1) }),
    'a row that it covers was changed',
  ],
};

test.each(Object.entries(attacks))('the seals show it when %s', async (_name, [work, says]) => {
  const verdict = await afterTampering(knex, work, { seals: { publicKeys: [sealKey.publicKey] } });
  expect(faultsOf(verdict).seals).toContain(says);
});

test('all seals deleted and made again by somebody who has the key: only the exported file shows it', async () => {
  const trx = await knex.transaction();
  try {
    await trx.raw('alter table ledger_seals disable trigger user');
    await trx('ledger_seals').delete();
    await trx.raw('alter table ledger_seals enable always trigger ledger_seals_guard');
    await trx.raw('alter table ledger_seals enable always trigger ledger_seals_are_permanent');
    await trx.raw('alter table ledger_seals enable always trigger ledger_seals_are_not_truncated');
    // Numbers far ahead count as those of another cluster: sealed at once.
    for (const kind of LEAF_KINDS) {
      const { table, condition } = sealedRowsOf(kind);
      await trx.raw(
        `insert into seal_queue (kind, row_id, txid) select ?, r.id, '9000000000000'::xid8 from ${table} r where ${condition}`,
        [kind],
      );
    }
    await sealLedger(trx, sealKey);
    const keys = { publicKeys: [sealKey.publicKey] };
    expect(faultsOf(await verifySnapshot(trx, { seals: keys })).seals).toBeUndefined();
    expect(faultsOf(await verifySnapshot(trx, { seals })).seals).toContain('the chain was built again');
  } finally {
    await trx.rollback();
  }
});

test('a seal that was exported and is gone is named', async () => {
  const seq = (await lastSeq()) + 1;
  const exported = [...seals.exported, { seq, hash: 'a'.repeat(64) }];
  expect(faultsOf(await verifyDesk(knex, { seals: { ...seals, exported } })).seals).toBe(
    `ledger_seals ${seq}: it was exported, and is not there any more`,
  );
});

test('a row that is deleted before its seal is reported', async () => {
  await knex('seal_queue').insert({ kind: 'payment', row_id: newId() });
  const missing: unknown[] = [];
  await expect
    .poll(
      async () => {
        missing.push(...(await sealLedger(knex, sealKey)).missing);
        return missing.length;
      },
      { timeout: 15_000 },
    )
    .toBe(1);
});

test('seals cannot be changed, removed or written out of order', async () => {
  expect(await refusalOf(knex('ledger_seals').update({ hash: 'a'.repeat(64) }))).toBe('IMMUTABLE');
  expect(await refusalOf(knex('ledger_seals').delete())).toBe('IMMUTABLE');
  expect(await refusalOf(knex.raw('truncate ledger_seals'))).toBe('IMMUTABLE');
  const last = await knex('ledger_seals').orderBy('seq', 'desc').first<Record<string, unknown>>();
  expect(
    await refusalOf(
      knex('ledger_seals').insert({ ...last, seq: Number(last.seq) + 1, hash: 'a'.repeat(64) }),
    ),
  ).toBe('IMMUTABLE');
});

test('the key after a change of the secret: seals of the former one stay valid if its public key is named', async () => {
  const next = sealKeyOf('another secret for the seals of tests');
  await newUser(desk);
  await sealBooks(knex, next);
  const verify = async (publicKeys: string[]) =>
    faultsOf(await verifyDesk(knex, { seals: { publicKeys } })).seals;
  expect(await verify([next.publicKey, sealKey.publicKey])).toBeUndefined();
  expect(await verify([next.publicKey])).toContain('it is not signed with a known key');
});

test('a tree depends on every leaf, its order and their number', () => {
  const leaves = ['a', 'b', 'c'].map((text) => Buffer.from(text));
  const roots = [leaves, leaves.toReversed(), leaves.slice(1), [...leaves, Buffer.from('c')]].map(merkleRoot);
  expect(new Set(roots).size).toBe(4);
  expect(() => merkleRoot([])).toThrow('without leaves');
});
