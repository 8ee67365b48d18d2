import { expect, test } from 'vitest';
import { sealAndAnnounce } from '../../src/audit/sealAndAnnounce.ts';
import { recordAudit } from '../../src/auditChain/recordAudit.ts';
import { COMMAND_LINE } from '../../src/base/actor.ts';
import { newId } from '../../src/base/identifiers.ts';
import type { AppContext } from '../../src/context/appContext.ts';
import { secondDesk, testDesk } from '../support/testDesk.ts';
import { sealAll } from './sealAll.ts';

const desk = await testDesk();
const other = await secondDesk(desk);

/** As a command on the desk's machine does. */
async function changeAtShell(): Promise<string> {
  const id = newId();
  await recordAudit(desk.knex, {
    action: 'policies.publish',
    actor: COMMAND_LINE,
    subjectKind: 'policy',
    subjectId: id,
    at: desk.clock.now(),
  });
  return id;
}

/** The subjects of the alarms that so many workers raise at once. */
async function alarms(...workers: AppContext[]): Promise<unknown[]> {
  const heard: unknown[] = [];
  const log = {
    error: ({ alarm, subject }: { alarm: string; subject: { id: string } }) =>
      void heard.push(alarm === 'CHANGED_AT_SHELL' ? subject.id : alarm),
  } as unknown as AppContext['log'];
  await Promise.all(workers.map(async ({ knex }) => await sealAndAnnounce({ knex, log })));
  return heard;
}

test('what was changed at a shell is announced once, whichever process sealed the entry', async () => {
  const changed = [await changeAtShell(), await changeAtShell()];
  // A server, a worker that ended before it announced anything, or the command line itself.
  await sealAll(desk.knex);
  expect(await alarms(desk)).toEqual(changed);
  expect(await alarms(desk)).toEqual([]);
  expect(await alarms(other)).toEqual([]);
});

test('of two workers at once one announces it', async () => {
  for (let round = 0; round < 5; round += 1) {
    const changed = await changeAtShell();
    await sealAll(desk.knex);
    expect(await alarms(desk, other, desk, other)).toEqual([changed]);
  }
});

test('what was announced is never more than the chain, and never less than before', async () => {
  await changeAtShell();
  await sealAll(desk.knex);
  for (const seq of ['seq - 1', 'seq + 2'])
    await expect(desk.knex.raw(`update audit_announced set seq = ${seq}`)).rejects.toThrow('only grows');
  await expect(desk.knex('audit_announced').delete()).rejects.toThrow('not allowed');
  // PostgreSQL reports a refusal before it lets go of the row.
  await expect.poll(async () => await alarms(other)).toHaveLength(1);
});
