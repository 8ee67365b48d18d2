import { z } from 'zod';
import { COMMAND_LINE } from '../../base/actor.ts';
import { syncCurrencies, type SyncResult } from '../../currencies/syncCurrencies.ts';
import { command } from '../command.ts';
import { facts } from '../table.ts';
import { withContext } from '../withContext.ts';

const SHOWN = 12;

export const syncCurrenciesCommand = command({
  name: 'sync-currencies',
  summary: 'Bring in the provider’s list of currencies',
  options: {
    'dry-run': { help: 'Tell what would change, and change nothing' },
    'deactivate-missing': { help: 'Stop offering what the provider no longer lists' },
  },
  input: z.object({ dryRun: z.boolean().optional(), deactivateMissing: z.boolean().optional() }),
  async run(input, context) {
    const result = await withContext(context, { provider: true }, async (ctx) => {
      context.note('Asking the provider for its currencies …');
      return await syncCurrencies(ctx, COMMAND_LINE, input);
    });
    return { json: result, text: textOf(result) };
  },
});

function textOf(result: SyncResult): string {
  const counts = facts({
    Listed: result.seen,
    New: list(result.created),
    Changed: list(result.updated),
    Unchanged: result.unchanged,
    'No longer listed': list(result.missing),
    'Offered no more': list(result.deactivated),
    'Left out': result.skipped.length === 0 ? null : list(result.skipped.map(({ code }) => code)),
    'Change waits': result.held.length === 0 ? null : list(result.held),
    'Unknown networks': result.unknownNetworks.length === 0 ? null : list(result.unknownNetworks),
  });
  return result.dryRun ? `${counts}\n\nNothing was changed: this was a dry run.` : counts;
}

const list = (codes: string[]) =>
  codes.length === 0
    ? '0'
    : `${codes.length}: ${codes.slice(0, SHOWN).join(', ')}${codes.length > SHOWN ? ', …' : ''}`;
