import { type AppContext, DomainError, governance, verifyAction } from '@paydesk/server/domain';
import type { DemoContext } from './demoContext.ts';

/** The operator asks for a higher network fee; it waits for an admin, such as the visitor. */
export async function requestFeeChange(
  ctx: AppContext,
  { operator, currencies }: Pick<DemoContext, 'operator' | 'currencies'>,
): Promise<void> {
  const currency = currencies.get('USDTTRC20') ?? [...currencies.values()][0];
  if (currency === undefined || operator.id === null) return;
  const path = 'currencies.update';
  const input = { id: currency.id, networkFeeUsd: '2.75' };
  const review = await governance.review(ctx, { path, actor: operator, input });
  const stepUp = await verifyAction(ctx, {
    staffId: operator.id,
    action: { kind: 'action', action: path, input },
    proof: undefined,
    demand: 'ifEnrolled',
  });
  try {
    await review?.admit({ ...operator, stepUp });
  } catch (error) {
    if (!(error instanceof DomainError && error.reason === 'CHANGE_REQUESTED')) throw error;
  }
}
