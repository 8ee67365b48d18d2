import type { Settings } from '../../apps/server/src/base/settings.ts';
import type { FirstStaff } from './prepareData.ts';

/** The one block that a person needs after a start. */
export function summary(settings: Settings, staff: FirstStaff | null, colleague: FirstStaff | null): string {
  const rows: [string, string][] = [
    ['Open', settings.publicUrl],
    ['E-mail', staff?.email ?? settings.firstStaff.email],
    ['Password', passwordLine(settings, staff)],
    ...(colleague?.password
      ? [
          ['A colleague', `${colleague.email}   ${colleague.password}   (for what takes two people)`] as [
            string,
            string,
          ],
        ]
      : []),
    ['Provider', providerLine(settings)],
    ['Database', settings.databaseUrl === null ? 'embedded PostgreSQL 18' : 'the one at DATABASE_URL'],
    ['Data folder', settings.dataDir],
    ['Stop', 'Ctrl-C'],
  ];
  const lines = rows.map(([label, text]) => `    ${label.padEnd(13)}${text}`);
  return `\n  Paydesk is running\n\n${lines.join('\n')}\n\n`;
}

function passwordLine(settings: Settings, staff: FirstStaff | null): string {
  if (staff?.password) return `${staff.password}   (shown only this once)`;
  return settings.firstStaff.password === null
    ? 'the one shown at the first start, or your own since'
    : 'the one in PAYDESK_STAFF_PASSWORD, or your own since';
}

function providerLine(settings: Settings): string {
  return settings.provider.simulated
    ? `a simulator on port ${settings.simulator.port}: no real money moves (NOWPAYMENTS_API_KEY connects the real one)`
    : `NOWPayments at ${settings.provider.baseUrl}`;
}
