import { Decimal, formatUsd } from '@paydesk/types';
import type { AppContext } from '../context/appContext.ts';

interface SettingsRow {
  simulated: boolean;
  second_approval_usd: string;
  solo_credit_usd: string;
}

/**
 * Records the settings that PostgreSQL needs for checks of its own, if they have changed: its triggers then refuse what
 * the commands refuse. Called when a process starts; a database that is away is reported by whatever needs it.
 */
export async function recordDeskSettings({ knex, log, settings }: AppContext): Promise<void> {
  const now: SettingsRow = {
    simulated: settings.provider.simulated,
    second_approval_usd: formatUsd(settings.secondApprovalUsd),
    solo_credit_usd: formatUsd(settings.soloCreditUsd),
  };
  try {
    const last = await knex('desk_settings')
      .orderBy('seq', 'desc')
      .first<SettingsRow | undefined>('simulated', 'second_approval_usd', 'solo_credit_usd');
    if (last === undefined || !isSame(last, now)) await knex('desk_settings').insert(now);
  } catch (error) {
    log.error({ err: error }, 'the settings were not recorded: the database checks with those from before');
  }
}

const isSame = (a: SettingsRow, b: SettingsRow): boolean =>
  a.simulated === b.simulated &&
  new Decimal(a.second_approval_usd).equals(b.second_approval_usd) &&
  new Decimal(a.solo_credit_usd).equals(b.solo_credit_usd);
