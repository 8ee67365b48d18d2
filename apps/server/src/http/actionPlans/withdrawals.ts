import {
  needsPasskey,
  type StepUpAction,
  trimAmount,
  withdrawalCan,
  withdrawalCompleteInput,
} from '@paydesk/types';
import { DomainError } from '../../base/domainError.ts';
import { WithdrawalRequest } from '../../models/WithdrawalRequest.ts';
import { currentPolicy } from '../../policyEngine/currentPolicy.ts';
import { givenEvidence } from '../../withdrawals/authorizeStep.ts';
import { completeWithdrawal, requireReason } from '../../withdrawals/completeWithdrawal.ts';
import { currencyName } from './currencyName.ts';
import { actionPlan, newFact } from './facts.ts';

/** Recording a payout whose amount is far from the amount that was fixed. */
export const withdrawalPlans = {
  'withdrawals.complete': actionPlan({
    input: withdrawalCompleteInput,
    permission: 'withdrawals.pay',
    stepUp: (_ctx, { id, transactionHash, cryptoAmount }) =>
      Promise.resolve<StepUpAction>({ kind: 'complete', id, transactionHash, cryptoAmount }),
    async assess(ctx, _actor, { id, transactionHash, cryptoAmount, note }) {
      const withdrawal = await WithdrawalRequest.query(ctx.knex).findById(id);
      if (withdrawal === undefined) throw new DomainError('NOT_FOUND', 'no such withdrawal');
      // A code is valid once: it is not used up by a step that would be refused anyway.
      const can = withdrawalCan.complete(withdrawal);
      if (!can.allowed) throw new DomainError('ILLEGAL_TRANSITION', can.why);
      const { percent, isLarge } = requireReason(withdrawal, { cryptoAmount, note });
      const { rules } = await currentPolicy(ctx.knex, ctx);
      const { cryptoAmount: fixed, internalWithdrawalId } = withdrawal;
      const currency = await currencyName(ctx, withdrawal.currencyCode);
      return {
        needs: isLarge && !rules.allowSamePerson ? 'person' : 'alone',
        passkeyOnly: needsPasskey(rules, withdrawal.amountUsd),
        summary:
          `Record ${internalWithdrawalId} as paid with ${cryptoAmount ?? '?'} ${currency}, ` +
          (percent === null ? 'with no fixed amount to compare with' : `${percent} % from the fixed amount`),
        facts: [
          {
            label: `Amount in ${currency}`,
            before: fixed && trimAmount(fixed),
            after: cryptoAmount ?? null,
          },
          newFact('Transaction hash', transactionHash),
          newFact('Address', withdrawal.walletAddress),
        ],
        reason: note,
        subject: { kind: 'withdrawal', id },
      };
    },
    async apply(ctx, maker, { id, ...payment }) {
      await completeWithdrawal(ctx, maker, id, { ...payment, evidence: givenEvidence(maker) });
      return { kind: 'withdrawal', id };
    },
  }),
};
