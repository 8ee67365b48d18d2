import { FREE_NOTE } from '@paydesk/types';
import type { Knex } from 'knex';
import { Note } from '../models/Note.ts';
import { Payment } from '../models/Payment.ts';
import { SuspenseItem } from '../models/SuspenseItem.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';

/**
 * Removes what was written about a user who has just been anonymised: the text of all notes on the user, and of notes
 * without an action on their payments, withdrawals and suspense items. Who wrote them and when stays, and so do the
 * reasons for what was done with their money. PostgreSQL allows no other change of a note (`guard_note`).
 */
export async function redactNotesOfUser(trx: Knex, userId: string, at: Date): Promise<void> {
  const payments = Payment.query(trx).select('id').where({ userId });
  const withdrawals = WithdrawalRequest.query(trx).select('id').where({ userId });
  const suspense = SuspenseItem.query(trx).select('id').where({ userId });
  await Note.query(trx)
    .patch({ text: null, redactedAt: at })
    .whereNull('redactedAt')
    .where((about) =>
      about
        .where({ userId })
        .orWhere((free) =>
          free
            .where({ action: FREE_NOTE })
            .where((rows) =>
              rows
                .whereIn('paymentId', payments)
                .orWhereIn('withdrawalRequestId', withdrawals)
                .orWhereIn('suspenseItemId', suspense),
            ),
        ),
    );
}
