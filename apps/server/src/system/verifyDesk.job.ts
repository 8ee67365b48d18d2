import type { Job } from '../context/job.ts';
import { newId } from '../base/identifiers.ts';
import { originKeyOf } from '../origin/originKey.ts';
import { sealKeyOf } from '../seals/sealKey.ts';
import { verifyDesk } from '../verify/verifyDesk.ts';

/** Verifies the whole database every night. A fault is an alarm in the log, a metric and a banner in the admin app. */
export const verifyDeskJob: Job = {
  name: 'desk-verify',
  cron: '23 3 * * *',
  async run({ knex, log, settings }) {
    const { secret, formerKeys } = settings.seals;
    const publicKeys = [sealKeyOf(secret).publicKey, ...formerKeys];
    const { ok, checks, seals } = await verifyDesk(knex, {
      seals: { publicKeys },
      origin: originKeyOf(knex),
    });
    await knex('verifications').insert({
      id: newId(),
      finished_at: new Date(),
      is_ok: ok,
      checks: JSON.stringify(checks),
    });
    const facts = { seal: seals?.head ?? null, rows: checks.reduce((sum, { rows }) => sum + rows, 0) };
    if (ok) log.info(facts, 'the database is verified');
    else
      log.fatal(
        { ...facts, alarm: 'VERIFY_FAILED', faults: checks.filter(({ faults }) => faults > 0) },
        'THE DATABASE IS DAMAGED OR WAS TAMPERED WITH',
      );
  },
};
