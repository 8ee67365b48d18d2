import type { PolicyDecision, policyBacktestOutput } from '@paydesk/types';
import type { z } from 'zod';
import { insertSorted, usdOf } from './pastFacts.ts';
import type { PastRequest } from './readHistory.ts';

type Output = z.infer<typeof policyBacktestOutput>;

/** How many of the largest stopped or delayed requests are shown. */
const MOST_EXAMPLES = 50;

interface Amounts {
  count: number;
  cents: bigint;
}

interface Example {
  request: PastRequest;
  decision: PolicyDecision;
}

/** Adds up the decisions of a draft. */
export class BacktestTally {
  readonly #outcomes: Record<PolicyDecision['outcome'], Amounts> = {
    pass: { count: 0, cents: 0n },
    delay: { count: 0, cents: 0n },
    stop: { count: 0, cents: 0n },
  };
  readonly #rules = new Map<string, Amounts & { rule: string; effect: Output['byRule'][number]['effect'] }>();
  readonly #examples: Example[] = [];
  #extraApprovals = 0;

  /** `current` is what the policy in force decides about the same request. */
  add(request: PastRequest, draft: PolicyDecision, current: PolicyDecision): void {
    count(this.#outcomes[draft.outcome], request);
    for (const { rule, effect } of draft.reasons) {
      if (effect === 'pass') continue;
      const key = `${rule} ${effect}`;
      const found = this.#rules.get(key) ?? { rule, effect, count: 0, cents: 0n };
      count(found, request);
      this.#rules.set(key, found);
    }
    if (draft.outcome !== 'stop')
      this.#extraApprovals += Math.max(0, draft.requiredApprovals - current.requiredApprovals);
    if (draft.outcome !== 'pass') this.#show({ request, decision: draft });
  }

  result(): Omit<Output, 'days' | 'since' | 'tookMs'> {
    const { pass, delay, stop } = this.#outcomes;
    return {
      withdrawals: pass.count + delay.count + stop.count,
      passed: pass.count,
      delayed: delay.count,
      stopped: stop.count,
      passedUsd: usdOf(pass.cents),
      delayedUsd: usdOf(delay.cents),
      stoppedUsd: usdOf(stop.cents),
      extraApprovals: this.#extraApprovals,
      byRule: [...this.#rules.values()]
        .toSorted((a, b) => b.count - a.count)
        .map(({ rule, effect, count: requests, cents }) => ({
          rule,
          effect,
          count: requests,
          amountUsd: usdOf(cents),
        })),
      examples: this.#examples.map(({ request, decision }) => ({
        withdrawalId: request.id,
        internalWithdrawalId: request.internalWithdrawalId,
        userId: request.userId,
        amountUsd: request.amountUsd,
        createdAt: new Date(request.createdAt).toISOString(),
        decision,
      })),
    };
  }

  #show(example: Example): void {
    const smallest = this.#examples.at(-1);
    if (
      this.#examples.length >= MOST_EXAMPLES &&
      smallest !== undefined &&
      smallest.request.cents >= example.request.cents
    )
      return;
    insertSorted(
      this.#examples,
      example,
      (a, b) => Number(b.request.cents > a.request.cents) - Number(b.request.cents < a.request.cents),
    );
    this.#examples.splice(MOST_EXAMPLES);
  }
}

function count(amounts: Amounts, { cents }: PastRequest): void {
  amounts.count += 1;
  amounts.cents += cents;
}
