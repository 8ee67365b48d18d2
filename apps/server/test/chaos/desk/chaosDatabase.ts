import { randomBytes } from 'node:crypto';
import { executeOnServer } from '@paydesk/embedded-database';
import { createSimulator } from '@paydesk/simulator';
import { pino } from 'pino';
import { createAuth } from '../../../src/signIn/createAuth.ts';
import { createStaff } from '../../../src/signIn/createStaff.ts';
import { systemActor } from '../../../src/base/actor.ts';
import { connectDatabase } from '../../../src/db/connect.ts';
import { migrateToLatest } from '../../../src/db/migrate.ts';
import { createAppContext } from '../../../src/context/createAppContext.ts';
import { syncCurrencies } from '../../../src/currencies/syncCurrencies.ts';
import { Currency } from '../../../src/models/Currency.ts';
import { createNowpaymentsClient } from '../../../src/nowpayments/createNowpaymentsClient.ts';
import { chaosSettings } from './chaosSettings.ts';

/** Deadlocks are noticed at once, because schedules make many. */
export const CHAOS_SERVER_SETTINGS = ['deadlock_timeout=20ms'];

const TEMPLATE = 'chaos_template';

/** Currencies that schedules pay in and out: tokens and coins, one with a memo, with 6 to 18 places. */
export const CHAOS_CURRENCIES = ['USDTBSC', 'BTC', 'SOL', 'XRP', 'USDTTRC20'];

/**
 * Makes the database that every other one is copied from: migrated, with currencies, and with an observer of
 * every change of status.
 */
export async function createTemplate(serverUrl: string): Promise<void> {
  await executeOnServer(serverUrl, `create database ${TEMPLATE}`);
  const knex = connectDatabase(`${serverUrl}/${TEMPLATE}`);
  const simulator = createSimulator({ ...chaosProvider(), timers: false });
  try {
    await migrateToLatest(knex);
    await knex.raw(observer);
    const settings = chaosSettings('credit');
    const provider = createNowpaymentsClient({
      ...chaosProvider(),
      baseUrl: 'http://127.0.0.1:1',
      fetch: simulator.fetch,
    });
    const auth = createAuth({
      knex,
      secret: settings.secret,
      publicUrl: settings.publicUrl,
      fastHashing: true,
    });
    const ctx = createAppContext(settings, knex, pino({ level: 'silent' }), { provider, auth });
    await createStaff(knex, auth, { email: 'founder@desk.test', name: 'Founder', role: 'admin' });
    await syncCurrencies(ctx, systemActor('chaos'), {});
    await Currency.query(knex)
      .whereIn('code', CHAOS_CURRENCIES)
      .patch({ isActive: true, withdrawalsEnabled: true, networkFeeUsd: '1.00' });
    provider.close();
  } finally {
    await simulator.close();
    await knex.destroy();
  }
}

/** Creates a copy of the template. */
export async function createChaosDatabase(
  serverUrl: string,
): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `chaos_${randomBytes(5).toString('hex')}`;
  await executeOnServer(serverUrl, `create database ${name} template ${TEMPLATE} strategy file_copy`);
  return {
    url: `${serverUrl}/${name}`,
    drop: async () => await executeOnServer(serverUrl, `drop database if exists ${name} with (force)`),
  };
}

/** Keys of the simulated merchant. */
export function chaosProvider() {
  const { apiKey, ipnSecret, payouts } = chaosSettings('credit').provider;
  return { apiKey, ipnSecret, ...(payouts.totpSecret !== null && { payoutTotpSecret: payouts.totpSecret }) };
}

/**
 * Records every change of status, and every older report that overwrote a newer one, so that invariant 5 is
 * checked on what happened, not only on the result.
 */
const observer = /* sql */ `
create table chaos_moves (seq bigint generated always as identity, kind text not null, id uuid not null, from_status text not null, to_status text not null);
create function chaos_note_move() returns trigger language plpgsql as $$
begin
  insert into chaos_moves (kind, id, from_status, to_status) values (tg_table_name, new.id, old.status, new.status);
  return null;
end $$;
create function chaos_note_stale() returns trigger language plpgsql as $$
begin
  insert into chaos_moves (kind, id, from_status, to_status) values ('reports', new.id, 'a newer report', 'an older one');
  return null;
end $$;
create trigger chaos_stale_reports after update on payments for each row when (new.provider_updated_at < old.provider_updated_at) execute function chaos_note_stale();
create trigger chaos_payment_moves after update on payments for each row when (old.status <> new.status) execute function chaos_note_move();
create function chaos_note_request() returns trigger language plpgsql as $$
begin
  insert into chaos_moves (kind, id, from_status, to_status) values ('requests', new.id, 'nothing', new.status);
  return null;
end $$;
create trigger chaos_withdrawal_requests after insert on withdrawal_requests for each row execute function chaos_note_request();
create trigger chaos_withdrawal_moves after update on withdrawal_requests for each row when (old.status <> new.status) execute function chaos_note_move();
create index chaos_moves_id on chaos_moves (id);
`;
