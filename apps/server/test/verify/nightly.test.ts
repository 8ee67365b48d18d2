import { expect, test } from 'vitest';
import type { AppContext } from '../../src/context/appContext.ts';
import { lastVerification } from '../../src/system/lastVerification.ts';
import { systemInfo } from '../../src/system/systemInfo.ts';
import { verifyDeskJob } from '../../src/system/verifyDesk.job.ts';
import { drawOriginBoundary } from '../../src/seals/originBoundary.ts';
import { behindTheTriggers } from '../support/behindTheTriggers.ts';
import { refusalOf } from '../support/money.ts';
import { sealKeyOf } from '../../src/seals/sealKey.ts';
import { verifiedDesk } from './verifiedDesk.ts';

const { desk, knex, approval, people } = await verifiedDesk();
const heard: { level: string; facts: unknown }[] = [];
const note = (level: string) => (facts: unknown) => void heard.push({ level, facts });
const ctx = { ...desk, log: { info: note('info'), fatal: note('fatal') } } as unknown as AppContext;

test('before the first night there is no result', async () => {
  expect((await systemInfo(desk)).lastVerification).toBeNull();
});

test('a sound database is noted as such', async () => {
  await drawOriginBoundary(knex, sealKeyOf(desk.settings.seals.secret));
  await verifyDeskJob.run(ctx);
  expect(heard).toEqual([
    { level: 'info', facts: { seal: expect.any(String) as string, rows: expect.any(Number) as number } },
  ]);
  expect((await systemInfo(desk)).lastVerification).toMatchObject({ ok: true, problem: null });
});

test('tampering is an alarm in the log and a banner in the admin app, until it is put right', async () => {
  const change = async (name: string) =>
    await behindTheTriggers(
      knex,
      async (trx) => await trx('withdrawal_approvals').where({ id: approval.id }).update({ staff_id: name }),
    );
  await change(people.admin.staff.id);
  await verifyDeskJob.run(ctx);
  expect(heard.at(-1)).toMatchObject({ level: 'fatal', facts: { alarm: 'VERIFY_FAILED' } });
  const last = await lastVerification(knex);
  expect(last?.ok).toBe(false);
  expect((await systemInfo(desk)).lastVerification?.problem).toBe(last?.problem);
});

test('a result cannot be changed or removed', async () => {
  expect(await refusalOf(knex('verifications').update({ is_ok: true }))).toBe('IMMUTABLE');
  expect(await refusalOf(knex('verifications').delete())).toBe('IMMUTABLE');
});
