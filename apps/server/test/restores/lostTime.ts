import { totpStep } from '../../src/base/totp.ts';
import type { AppContext } from '../../src/context/appContext.ts';
import type { DeskRestore } from '../../src/models/DeskRestore.ts';
import type { Payout } from '../../src/models/Payout.ts';
import { payoutCode } from '../../src/nowpayments/payoutCalls.ts';
import type { PayoutReport } from '../../src/nowpayments/payoutReport.ts';
import { recordRestore } from '../../src/restores/recordRestore.ts';
import { resumePayouts } from '../../src/withdrawals/stopPayouts.ts';
import { searchLostPayouts } from '../../src/withdrawals/payouts/searchLostPayouts.ts';
import { hire } from '../stepUp/people.ts';
import type { TestDesk } from '../support/testDesk.ts';

/** The facts of a restore but its time. */
export const RESTORED = { restoredBy: 'root@db1', note: 'the disk was broken' };

/** As if the database had been restored to this moment, after what the provider did in the lost time. */
export async function restore(
  desk: TestDesk,
  lost: () => Promise<unknown> = async () => {},
): Promise<DeskRestore> {
  const restoredTo = desk.clock.now();
  await desk.advance(60);
  await lost();
  await desk.advance(60);
  return await recordRestore(desk, { ...RESTORED, restoredTo });
}

/** What the desk did in the lost time: sends and confirms a payout with this id. */
export async function sendUnseen(desk: TestDesk, externalId: string, like: Payout): Promise<PayoutReport> {
  const report = await desk.provider.createPayout({
    currency: like.currencyCode,
    address: like.address,
    extraId: like.extraId,
    amount: like.cryptoAmount,
    externalId,
    ipnCallbackUrl: 'https://desk.test/payouts',
  });
  const secret = desk.settings.provider.payouts.totpSecret ?? '';
  await desk.provider.verifyPayout(report.providerBatchId, payoutCode(secret, totpStep(desk.clock.now())));
  await desk.advance(60);
  return report;
}

/** A person ends the stop that a restore has begun. */
export async function resume(desk: AppContext): Promise<void> {
  const { id, name } = await hire(desk, 'admin');
  await resumePayouts(desk, { kind: 'staff', id, name }, 'the lists are compared');
}

/** Reads the provider's list as often as it is read after a restore. */
export async function searchToTheEnd(desk: TestDesk): Promise<void> {
  await searchLostPayouts(desk);
  await desk.advance(21 * 60);
  await searchLostPayouts(desk);
}
