import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signIpn } from '@paydesk/simulator';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { createAppContext } from '../../src/context/createAppContext.ts';
import { CHECKS, runDoctor } from '../../src/doctor/runDoctor.ts';
import { testSettings } from '../support/testDesk.ts';
import { testDatabase } from '../support/testDatabase.ts';

const { knex } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'paydesk-secrets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function runOne(name: string, changes: Record<string, string>) {
  const checks = CHECKS.filter((check) => check.name === name);
  return (await runDoctor(testSettings(changes), null, { checks })).at(-1);
}

test('a file of a secret that other accounts can read', async () => {
  const file = join(folder, 'ipn');
  writeFileSync(file, 'the ipn secret', { mode: 0o600 });
  expect(await runOne('secret-files', { NOWPAYMENTS_IPN_SECRET_FILE: file })).toMatchObject({ state: 'ok' });
  for (const mode of [0o640, 0o604, 0o620]) {
    chmodSync(file, mode);
    expect(await runOne('secret-files', { NOWPAYMENTS_IPN_SECRET_FILE: file })).toMatchObject({
      state: 'failed',
      found: 'Other accounts can: NOWPAYMENTS_IPN_SECRET_FILE.',
    });
  }
});

test('a data folder that other accounts can write to', async () => {
  const dataDir = join(folder, 'data');
  expect(await runOne('data-folder', { PAYDESK_DATA_DIR: dataDir })).toMatchObject({ state: 'ok' });
  mkdirSync(dataDir);
  chmodSync(dataDir, 0o755);
  expect(await runOne('data-folder', { PAYDESK_DATA_DIR: dataDir })).toMatchObject({ state: 'ok' });
  chmodSync(dataDir, 0o775);
  expect(await runOne('data-folder', { PAYDESK_DATA_DIR: dataDir })).toMatchObject({ state: 'failed' });
});

test('a previous IPN secret that stays set', async () => {
  const state = async (changes: Record<string, string>) =>
    (await runOne('previous-ipn-secret', { NOWPAYMENTS_IPN_SECRET: 'new', ...changes }))?.state;
  expect(await state({})).toBe('ok');
  expect(await state({ NOWPAYMENTS_IPN_SECRET_PREVIOUS: 'old' })).toBe('warning');
  expect(await state({ NOWPAYMENTS_IPN_SECRET_PREVIOUS: 'new' })).toBe('warning');
  const file = join(folder, 'previous');
  writeFileSync(file, 'old', { mode: 0o600 });
  expect(await state({ NOWPAYMENTS_IPN_SECRET_PREVIOUS_FILE: file })).toBe('notice');
  const longAgo = new Date(Date.now() - 9 * 86_400_000);
  utimesSync(file, longAgo, longAgo);
  expect(await state({ NOWPAYMENTS_IPN_SECRET_PREVIOUS_FILE: file })).toBe('warning');
});

test('while the IPN secret is replaced both are accepted, and the previous one is counted and logged', async () => {
  const logged: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
  const ctx = createAppContext(
    testSettings({ NOWPAYMENTS_IPN_SECRET: 'new secret', NOWPAYMENTS_IPN_SECRET_PREVIOUS: 'old secret' }),
    knex,
    log,
  );
  const rawBody = '{"payment_id":7,"payment_status":"finished"}';
  const verdict = (secret: string) =>
    ctx.provider.verifyIpn({ rawBody, signature: signIpn(rawBody, secret) });
  const counted = async () =>
    /paydesk_previous_ipn_secret_total (\d+)/.exec(await ctx.metrics.registry.metrics())?.[1];
  try {
    expect(verdict('new secret').ok).toBe(true);
    expect([await counted(), logged]).toEqual(['0', []]);
    expect(verdict('old secret').ok).toBe(true);
    expect(verdict('older secret')).toEqual({ ok: false, reason: 'BAD_SIGNATURE' });
    expect(await counted()).toBe('1');
    expect(logged).toEqual([expect.stringContaining('NOWPAYMENTS_IPN_SECRET_PREVIOUS')]);
    expect(logged.join('')).not.toContain('old secret');
  } finally {
    ctx.provider.close();
  }
});
