import { expect, inject, test } from 'vitest';
import { verifyAudit } from '../../src/auditChain/verifyAudit.ts';
import { newId } from '../../src/base/identifiers.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { migrateToLatest, migrationConfig, pendingMigrations } from '../../src/db/migrate.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { sealAll } from './sealAll.ts';

const { knex } = await testDatabase();

test('a log that was written before there was a chain is chained in the order in which it was listed, and stays permanent', async () => {
  const name = `older_${newId().replaceAll('-', '')}`;
  await knex.raw('create database ??', [name]);
  const older = connectDatabase(`${inject('testServerUrl')}/${name}`);
  try {
    while ((await pendingMigrations(older))[0] !== '0011_audit_chain.ts')
      await older.migrate.up(migrationConfig);
    const moments = ['2026-03-03', '2026-01-01', '2026-02-02', '2026-01-01'];
    const rows = moments.map((day, n) => ({
      id: newId(new Date(1e12 + n)),
      action: `test.${n}`,
      actor_kind: 'system',
      subject_kind: 'system',
      created_at: new Date(day),
    }));
    await older('audit_log').insert(rows);
    await migrateToLatest(older);

    const chained = await older('audit_seals')
      .join('audit_log', 'audit_log.id', 'entry_id')
      .orderBy('seq')
      .select('seq', 'action', 'recorded_at');
    expect(chained).toEqual(
      [1, 3, 2, 0].map((n, index) => ({ seq: String(index + 1), action: `test.${n}`, recorded_at: null })),
    );
    expect(await verifyAudit(older)).toMatchObject({
      rows: 4,
      head: { seq: 4, unsealed: 0 },
      firstBad: null,
    });
    await expect(older('audit_log').update({ note: 'forged' })).rejects.toThrow('not allowed');
    await older('audit_log').insert({
      id: newId(),
      action: 'test.new',
      actor_kind: 'system',
      subject_kind: 'system',
      created_at: new Date(),
    });
    expect(await sealAll(older)).toBe(1);
    expect(await verifyAudit(older)).toMatchObject({ head: { seq: 5 }, firstBad: null });
  } finally {
    await older.destroy();
    await knex.raw('drop database ?? with (force)', [name]);
  }
});
