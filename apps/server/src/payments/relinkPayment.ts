import type { Knex } from 'knex';
import { newId, newLinkToken } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import { Payment } from '../models/Payment.ts';
import { SuspenseItem } from '../models/SuspenseItem.ts';
import { User } from '../models/User.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';
import { knownRates } from '../rates/knownRates.ts';
import { isOfLostTime, ownRestores } from '../restores/ownRestores.ts';
import { answerProblems } from './answerProblems.ts';
import { issuedFields } from './issuedFields.ts';
import { readOrderDescription } from './orderDescription.ts';

/** For whom an unknown payment was created. */
export interface Relinked {
  /** The payment, made again; null: its money goes to suspense. */
  payment: Payment | null;
  /** Who is named as its user there. */
  userId: string | null;
}

/**
 * Finds the user of a report about a payment that the database does not have, by the text that the desk gave to the
 * provider with it. A payment that was created in the time that a restore has taken away is made again, if the report
 * is what a first answer has to be: its money is then credited as usual. Any other names its user, and a person decides:
 * that the row is gone has no known reason.
 */
export async function relinkPayment(
  ctx: AppContext,
  trx: Knex.Transaction,
  report: ProviderReport,
): Promise<Relinked> {
  const described = readOrderDescription(trx, report);
  if (described === null) return { payment: null, userId: null };
  const user = await User.query(trx).findById(described.userId).select('id');
  if (user === undefined) return { payment: null, userId: null };
  const named = { payment: null, userId: user.id };
  if (report.parentPaymentId !== null) return named;
  const restores = await ownRestores(trx, ctx.log);
  if (!restores.some((restore) => isOfLostTime(restore, described.createdAt))) return named;
  // Its money is in suspense already, from before the restore was recorded: it must not be credited beside that.
  const { providerPaymentId } = report;
  if ((await SuspenseItem.query(trx).findOne({ providerPaymentId })) !== undefined) return named;
  const currency = await Currency.query(trx).findOne({ code: described.currencyCode });
  if (currency === undefined) return named;
  const now = ctx.clock.now();
  const agreed = { ...described, payAddress: null, payinExtraId: null };
  const problems = answerProblems(agreed, currency, report, {
    rates: await knownRates(trx, currency, now),
    now,
  });
  if (problems.length > 0) {
    ctx.log.error(
      { alarm: 'PROVIDER_ANSWER_INVALID', orderId: described.internalPaymentId, problems },
      'the provider lists an unusable payment for an order from before a restore',
    );
    return named;
  }
  const id = newId(now);
  await Payment.query(trx).insert({
    id,
    ...described,
    checkoutToken: newLinkToken(),
    createdByKind: 'system',
    createdById: null,
    description: 'Made again after a restore of the database',
    updatedAt: now,
    statusChangedAt: now,
  });
  const payment = await Payment.query(trx).findById(id).forUpdate().throwIfNotFound();
  await payment.$query(trx).patch({ ...issuedFields(report, now), nextCheckAt: now });
  ctx.log.warn({ paymentId: id, providerPaymentId }, 'a payment from before a restore was made again');
  return { payment, userId: user.id };
}
