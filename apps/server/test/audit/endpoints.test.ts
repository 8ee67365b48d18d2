import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { auditHead } from '../../src/auditChain/auditHead.ts';
import { recordAudit } from '../../src/auditChain/recordAudit.ts';
import type { Actor } from '../../src/base/actor.ts';
import { newId } from '../../src/base/identifiers.ts';
import { sealAuditJob, verifyAuditJob } from '../../src/audit/auditChain.job.ts';
import { sealLedgerJob } from '../../src/audit/sealLedger.job.ts';
import { program } from '../../src/cli/program.ts';
import type { AppContext } from '../../src/context/appContext.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { testCommandLine } from '../support/commandLine.ts';
import { call, httpDesk, staffCaller } from '../support/http.ts';
import { actors, newUser, SECRET, testSettings } from '../support/testDesk.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { sealAll } from './sealAll.ts';

const { desk, app } = await httpDesk();
const { knex, url } = await testDatabase();
const viewer = await staffCaller(desk, 'viewer');

interface Page {
  data: { id: string; action: string }[];
  nextCursor?: string;
}
const list = async (filter: object, more: object = {}) =>
  (await call(app, viewer, 'audit.list', { filter, ...more })).data as Page;

async function paydesk(...words: string[]): Promise<{ code: number; out: string }> {
  const line = testCommandLine(program, testSettings({ DATABASE_URL: url, PAYDESK_SECRET: SECRET }));
  const code = await line.run(...words);
  return { code, out: line.out };
}

/** Changes an entry as only the owner of the tables can, and restores it afterwards. */
async function withTampered<T>(id: string, work: () => Promise<T>): Promise<T> {
  const forge = async (note: string | null) => {
    await knex.raw('alter table audit_log disable trigger audit_log_is_permanent');
    await knex('audit_log').where({ id }).update({ note });
    await knex.raw('alter table audit_log enable always trigger audit_log_is_permanent');
  };
  await forge('forged');
  try {
    return await work();
  } finally {
    await forge(null);
  }
}

async function noted(actor: Actor = actors.staff()): Promise<string> {
  const user = await newUser(desk);
  const { id } = await giveBonus(desk, actor, { userId: user.id, amountUsd: '5.00' });
  return id;
}

test('a viewer verifies the chain, and sees the changed entry', async () => {
  await noted();
  await sealAll(knex);
  const { seq, hash } = await auditHead(knex);
  expect((await call(app, viewer, 'audit.verify')).data).toMatchObject({
    ok: true,
    firstBad: null,
    head: { seq, hash },
  });
  const { entry_id: id } = await knex('audit_seals')
    .where({ seq: 1 })
    .first<{ entry_id: string }>('entry_id');
  const verdict = await withTampered(id, async () => await call(app, viewer, 'audit.verify'));
  expect(verdict.data).toMatchObject({
    ok: false,
    firstBad: { entryId: id, seq: 1, problem: 'its content does not match its hash' },
  });
});

test('concurrent verifications share one result', async () => {
  const answers = await Promise.all(
    Array.from({ length: 5 }, async () => (await call(app, viewer, 'audit.verify')).data),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test('the command line prints the head, checks a stored one, and exits with 2 for damage', async () => {
  await sealAll(knex);
  const { seq, hash } = await auditHead(knex);
  const sound = await paydesk('verify');
  expect(sound).toMatchObject({ code: 0, out: expect.stringContaining(`${seq}:${hash}`) as string });
  await noted();
  await sealAll(knex);
  expect((await paydesk('verify', '--audit-head', `${seq}:${hash}`)).code).toBe(0);
  expect(await paydesk('verify', '--audit-head', `${seq}:${'0'.repeat(64)}`)).toMatchObject({
    code: 2,
    out: expect.stringContaining('the chain was rebuilt') as string,
  });
  expect((await paydesk('verify', '--audit-head', 'nonsense')).code).not.toBe(0);
  const { entry_id: id } = await knex('audit_seals').where({ seq }).first<{ entry_id: string }>('entry_id');
  const damaged = await withTampered(id, async () => await paydesk('verify', '--json'));
  expect(damaged.code).toBe(2);
  expect(JSON.parse(damaged.out)).toMatchObject({
    ok: false,
    firstBad: null,
    audit: { firstBad: { entryId: id, seq } },
  });
});

test('the job seals the books, hands the seals out, and verify compares them', async () => {
  const exportDir = mkdtempSync(join(tmpdir(), 'paydesk-seals-'));
  try {
    const lines: object[] = [];
    const log = { info: (facts: object) => void lines.push(facts) };
    const settings = { ...desk.settings, seals: { ...desk.settings.seals, exportDir } };
    await noted();
    await expect
      .poll(
        async () => {
          await sealLedgerJob.run({ ...desk, settings, log } as unknown as AppContext);
          return await knex('seal_queue').first();
        },
        { timeout: 10_000 },
      )
      .toBeUndefined();
    const file = join(exportDir, 'paydesk-seals.jsonl');
    const last = await knex('ledger_seals').orderBy('seq', 'desc').first<{ seq: string; hash: string }>();
    expect(lines.at(-1)).toMatchObject({ seal: Number(last.seq), hash: last.hash });
    expect(await paydesk('verify', '--against', file)).toMatchObject({
      code: 0,
      out: expect.stringContaining(`${last.seq}:${last.hash}`) as string,
    });
    appendFileSync(file, `${JSON.stringify({ seq: 999, hash: 'a'.repeat(64) })}\n`);
    expect(await paydesk('verify', '--against', file)).toMatchObject({
      code: 2,
      out: expect.stringContaining('it was exported, and is not there any more') as string,
    });
    appendFileSync(file, 'nonsense\n');
    expect((await paydesk('verify', '--against', file)).code).toBe(1);
  } finally {
    rmSync(exportDir, { recursive: true, force: true });
  }
});

test('the nightly verification logs the head, or a fatal error', async () => {
  const lines: { level: string; facts: unknown }[] = [];
  const note = (level: string) => (facts: unknown) => void lines.push({ level, facts });
  const heard = { ...desk, log: { info: note('info'), fatal: note('fatal') } } as unknown as AppContext;
  await sealAll(knex);
  await verifyAuditJob.run(heard);
  const { seq, hash } = await auditHead(knex);
  expect(lines).toEqual([
    { level: 'info', facts: { rows: expect.any(Number) as number, head: `${seq}:${hash}` } },
  ]);
  const { entry_id: id } = await knex('audit_seals')
    .where({ seq: 1 })
    .first<{ entry_id: string }>('entry_id');
  await withTampered(id, async () => await verifyAuditJob.run(heard));
  expect(lines[1]).toMatchObject({ level: 'fatal', facts: { entryId: id, seq: 1 } });
});

test('the job seals new entries, and the metrics show the head', async () => {
  await noted();
  await expect
    .poll(
      async () => {
        await sealAuditJob.run(desk);
        return (await auditHead(knex)).unsealed;
      },
      { timeout: 10_000 },
    )
    .toBe(0);
  const { seq, hash } = await auditHead(knex);
  const metrics = (await app.inject({ url: '/metrics', remoteAddress: '127.0.0.1' })).body;
  expect(metrics).toContain(`paydesk_audit_sealed_entries ${seq}\n`);
  expect(metrics).toContain(`paydesk_audit_head_fingerprint ${Number.parseInt(hash.slice(0, 12), 16)}\n`);
  expect(metrics).toContain('paydesk_audit_unsealed_seconds 0\n');
});

test('an entry shows its place in the chain, and where the request came from', async () => {
  const at = new Date();
  const from: Actor = {
    kind: 'staff',
    id: newId(),
    name: 'Ada',
    ipAddress: '10.9.8.7',
    requestId: newId(),
    sessionId: newId(),
    userAgent: `Browser ${'x'.repeat(1000)}`,
  };
  await recordAudit(knex, { action: 'claims.take', actor: from, subjectKind: 'system', subjectId: null, at });
  const [entry] = (await list({ action: 'claims.take' })).data;
  expect(entry).toMatchObject({
    ipAddress: '10.9.8.7',
    requestId: from.requestId,
    sessionId: from.sessionId,
    userAgent: `Browser ${'x'.repeat(392)}`,
    seal: null,
  });
  await sealAll(knex);
  expect((await call(app, viewer, 'audit.get', { id: entry?.id })).data).toMatchObject({
    seal: { seq: (await auditHead(knex)).seq, hash: (await auditHead(knex)).hash },
  });
});

test('the search finds ids, addresses, notes and names of staff, and nothing else', async () => {
  const id = newId();
  const ada = { ...actors.staff('Ada Lovelace'), ipAddress: '10.77.0.1' };
  await knex('staff').insert({ id: ada.id, name: 'Ada Lovelace', email: 'ada@search.test', role: 'viewer' });
  await recordAudit(knex, {
    action: 'payments.reportHeld',
    actor: ada,
    subjectKind: 'payment',
    subjectId: id,
    note: 'the customer called twice',
    at: new Date(),
  });
  for (const q of [id, ada.id, '10.77.0.1', 'called', 'lovelace', 'ada@search', 'payments.reportHeld']) {
    expect(
      (await list({ q })).data.map(({ action }) => action),
      String(q),
    ).toEqual(['payments.reportHeld']);
  }
  expect((await list({ q: 'no entry has this text' })).data).toEqual([]);
  expect((await list({ q: 'called', actorKind: 'system' })).data).toEqual([]);
  expect((await list({ ipAddress: '10.77.0.1' })).data).toHaveLength(1);
});

test('pages stay the same while new entries are written, even in the same millisecond', async () => {
  const at = new Date(Date.now() - 5000);
  for (let n = 0; n < 12; n += 1)
    await recordAudit(knex, {
      action: 'withdrawals.note',
      actor: actors.system,
      subjectKind: 'system',
      subjectId: String(n),
      at,
    });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(
      { action: 'withdrawals.note' },
      { perPage: 5, ...(cursor !== undefined && { cursor }) },
    );
    seen.push(...page.data.map((entry) => entry.id));
    await recordAudit(knex, {
      action: 'withdrawals.note',
      actor: actors.system,
      subjectKind: 'system',
      subjectId: 'later',
      at: new Date(),
    });
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(seen).toHaveLength(12);
  expect(new Set(seen).size).toBe(12);
});
