import type { Settings } from '@paydesk/server/settings';
import type { Accounts } from './prepareDatabase.ts';

type Row = [label: string, text: string];

/**
 * The one block that a person needs after a start.
 * @param addresses what to open in a browser; the desk's own address when left out
 */
export function summary(
  settings: Settings,
  { first, colleague }: Accounts,
  addresses: Row[] = [['Open', settings.publicUrl]],
): string {
  const rows: Row[] = [
    ...addresses,
    ['E-mail', first?.email ?? settings.firstStaff.email],
    ...firstSignIn(settings, first),
    ...colleagueRow(colleague),
    ['Provider', providerLine(settings)],
    ['Database', settings.databaseUrl === null ? 'embedded PostgreSQL 18' : 'the one at DATABASE_URL'],
    ['Data folder', settings.dataDir],
    ['Stop', 'Ctrl-C'],
  ];
  const lines = rows.map(([label, text]) => `    ${label.padEnd(13)}${text}`);
  return `\n  Paydesk is running\n\n${lines.join('\n')}\n\n`;
}

function colleagueRow(colleague: Accounts['colleague']): Row[] {
  if (!colleague?.password) return [];
  return [['A colleague', `${colleague.email}   ${colleague.password}   (for what takes two people)`]];
}

function firstSignIn(settings: Settings, first: Accounts['first']): Row[] {
  const invitation = first?.invitation ?? null;
  if (invitation === null) return [['Password', passwordLine(settings, first?.password ?? null)]];
  return [
    ['Invitation', invitation.link],
    ['', `Open it once to become the first admin, before ${invitation.expiresAt.toISOString()}.`],
    ['', 'A new one: pnpm paydesk staff invite EMAIL --role admin'],
  ];
}

function passwordLine(settings: Settings, generated: string | null): string {
  if (generated !== null) return `${generated}   (shown only this once)`;
  return settings.firstStaff.password === null
    ? 'the one shown at the first start, or your own since'
    : 'the one in PAYDESK_STAFF_PASSWORD, or your own since';
}

function providerLine(settings: Settings): string {
  return settings.provider.simulated
    ? `a simulator on port ${settings.simulator.port}: no real money moves (NOWPAYMENTS_API_KEY connects the real one)`
    : `NOWPayments at ${settings.provider.baseUrl}`;
}
