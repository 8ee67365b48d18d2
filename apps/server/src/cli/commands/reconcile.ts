import { z } from 'zod';
import { COMMAND_LINE } from '../../base/actor.ts';
import { ReconciliationFinding } from '../../models/ReconciliationFinding.ts';
import { finishReconciliation } from '../../payments/continueReconciliation.ts';
import { startReconciliation } from '../../payments/startReconciliation.ts';
import { command } from '../command.ts';
import { facts, table } from '../table.ts';
import { withContext } from '../withContext.ts';

const DISAGREES = 2;
const SHOWN = 50;

export const reconcileCommand = command({
  name: 'reconcile',
  summary:
    'Compare the provider’s own payment list with the books; exit code 2 if a difference is unexplained',
  options: { days: { value: 'N', help: 'How far to look back; 9 when left out' } },
  input: z.object({ days: z.coerce.number().int().min(1).max(400).optional() }),
  async run({ days }, context) {
    const { run, unexplained } = await withContext(context, { provider: true }, async (ctx) => {
      const begun = await startReconciliation(ctx, COMMAND_LINE, { days });
      context.note('Reading the provider’s list …');
      const ended = await finishReconciliation(ctx, begun.id, (now) =>
        context.progress(`page ${now.nextPage} of ${now.pagesTotal ?? '?'}, ${now.seen} payments`),
      );
      return {
        run: ended,
        unexplained: await ReconciliationFinding.query(ctx.knex)
          .where({ reconciliationId: ended.id, isExplained: false })
          .orderBy('createdAt')
          .limit(SHOWN),
      };
    });
    const counts = facts({
      State: run.status,
      Payments: run.seen,
      Matched: run.matched,
      Explained: run.explained,
      Unexplained: run.unexplained,
    });
    const rows = unexplained.map((finding) => [
      finding.providerPaymentId,
      finding.kind,
      finding.providerAmount ?? '–',
      finding.booksAmount ?? '–',
      finding.detail,
    ]);
    const isGood = run.status === 'finished' && run.unexplained === 0;
    return {
      json: {
        ok: isGood,
        id: run.id,
        status: run.status,
        seen: run.seen,
        matched: run.matched,
        explained: run.explained,
        unexplained: run.unexplained,
        findings: unexplained,
      },
      text:
        rows.length === 0
          ? counts
          : `${counts}\n\n${table([['Provider payment', 'Kind', 'Provider', 'Books', 'Detail'], ...rows])}`,
      exitCode: isGood ? 0 : DISAGREES,
    };
  },
});
