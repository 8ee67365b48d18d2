import { Decimal, formatUsd, usdDisplay, type balanceOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { UserBalance } from '../models/UserBalance.ts';

export function presentBalance(b: UserBalance): z.infer<typeof balanceOutput> {
  return {
    id: b.userId,
    userId: b.userId,
    balanceUsd: formatUsd(b.balanceUsd),
    heldUsd: formatUsd(b.heldUsd),
    availableUsd: formatUsd(new Decimal(b.balanceUsd).minus(b.heldUsd)),
    balanceDisplay: usdDisplay(b.balanceUsd),
    totalDeposited: formatUsd(b.totalDeposited),
    totalWithdrawn: formatUsd(b.totalWithdrawn),
    transactionCount: Number(b.lastSeq),
    isEmpty: new Decimal(b.balanceUsd).isZero(),
    hasTransactions: b.lastSeq !== '0',
    lastTransactionAt: b.lastTransactionAt?.toISOString() ?? null,
    createdAt: b.createdAt.toISOString(),
    updatedAt: b.updatedAt.toISOString(),
  };
}
