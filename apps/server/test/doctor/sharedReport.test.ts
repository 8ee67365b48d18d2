import { doctorOutput } from '@paydesk/types';
import { ROLE_PERMISSIONS } from '@paydesk/types/rules';
import { afterEach, expect, test, vi } from 'vitest';
import { machineCheck, ok } from '../../src/doctor/check.ts';
import { CHECKS, groupOf, runDoctor } from '../../src/doctor/runDoctor.ts';
import { sharedReport } from '../../src/doctor/sharedReport.ts';
import { SECRET, testDesk, testSettings } from '../support/testDesk.ts';

const KEY = 'an API key of the provider';
const IPN = 'an IPN secret of the provider';
const settings = testSettings({
  NOWPAYMENTS_API_KEY: KEY,
  NOWPAYMENTS_IPN_SECRET: IPN,
  NOWPAYMENTS_BASE_URL: 'http://127.0.0.1:1/v1',
  DATABASE_URL: 'postgres://desk:hush-hush@127.0.0.1:1/desk',
});
const desk = await testDesk({ settings });
afterEach(() => void vi.restoreAllMocks());

/** By which reports grow old. */
const now = performance.now.bind(performance);
const letPass = (seconds: number) =>
  void vi.spyOn(performance, 'now').mockImplementation(() => now() + seconds * 1000);

test('the report has every check in its group, and no secret', async () => {
  const report = await sharedReport(desk, { again: false });
  expect(doctorOutput.parse(report)).toEqual(report);
  expect(report.checks.map(({ name }) => name)).toEqual(['database', ...CHECKS.map(({ name }) => name)]);
  expect(report.checks.find(({ name }) => name === 'provider')).toMatchObject({
    state: 'failed',
    group: 'machine',
  });
  expect(groupOf('triggers')).toBe('database');
  for (const secret of [KEY, IPN, SECRET, 'hush-hush']) expect(JSON.stringify(report)).not.toContain(secret);
});

test('all who ask share a run, and however often they ask again, there is one in fifteen seconds', async () => {
  const [first, second] = await Promise.all([
    sharedReport(desk, { again: false }),
    sharedReport(desk, { again: true }),
  ]);
  expect(second).toBe(first);
  letPass(14);
  expect(await sharedReport(desk, { again: true })).toBe(first);
  letPass(16);
  expect(await sharedReport(desk, { again: false })).toBe(first);
  const [third, fourth] = await Promise.all([
    sharedReport(desk, { again: true }),
    sharedReport(desk, { again: true }),
  ]);
  expect(third).not.toBe(first);
  expect(fourth).toBe(third);
  letPass(16 + 61);
  expect(await sharedReport(desk, { again: false })).not.toBe(third);
});

test('checks end in time: what has not begun by then is skipped', async () => {
  const described = { title: 'x', advice: 'x', link: 'docs/operations.md' };
  const checks = [
    machineCheck({ name: 'slow', ...described }, async () => await new Promise<never>(() => {})),
    machineCheck({ name: 'late', ...described }, () => ok('fine')),
  ];
  const reported = await runDoctor(settings, null, { checks, checkMs: 30, totalMs: 10 });
  expect(reported.slice(1)).toMatchObject([
    { name: 'slow', state: 'failed' },
    { name: 'late', state: 'skipped', found: 'The checks before it took too long.' },
  ]);
});

test('every role may see the state of the system', () => {
  for (const permissions of Object.values(ROLE_PERMISSIONS)) expect(permissions).toContain('system.read');
});
