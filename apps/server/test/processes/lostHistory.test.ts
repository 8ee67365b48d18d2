import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { exportSeals } from '../../src/seals/exportedSeals.ts';
import { resume } from '../restores/lostTime.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { testDesk } from '../support/testDesk.ts';
import { startProgram } from './deskProgram.ts';

const directory = mkdtempSync(join(tmpdir(), 'paydesk-exported-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const desk = await testDesk();

test.each(['main', 'worker'] as const)(
  'the %s notices before it works that a restore is not on record',
  async (program) => {
    const { knex, url } = await testDatabase();
    await resume(desk);
    const seal = { merkleRoot: '', prevHash: '', leaves: 1, totalRows: 1, totalBalanceUsd: '0.00' };
    const hash = crypto.randomUUID().replaceAll('-', '').repeat(2);
    await exportSeals(directory, [
      { ...seal, seq: 1_000_000, hash, sealedAt: new Date(), signature: '', keyId: '' },
    ]);
    const { output } = await startProgram(program, {
      databaseUrl: url,
      settings: { SEAL_EXPORT_DIR: directory },
    });
    // It is ready.
    expect(output()).toContain('RESTORED_WITHOUT_RECORD');
    expect(output()).toContain(hash);
    expect(await knex('payout_stops').whereNull('resumed_at')).toHaveLength(1);
  },
);
