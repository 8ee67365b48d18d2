import { Decimal } from '@paydesk/types';
import { originKeyOf, sealKeyOf, verifyDesk } from '@paydesk/server/in-process';
import type { PaymentRecord } from '@paydesk/simulator';
import type { Sandbox } from '../openSandbox.ts';

/** Something that must never be. */
export interface Difference {
  check: string;
  /** How many rows are wrong. */
  faults: number;
  table: string | null;
  id: string | null;
  problem: string;
}

/** The desk's books, and the provider's. */
type Books = Pick<Sandbox, 'ctx' | 'simulator'>;

/** Everything that `paydesk verify` checks, and that no payment was credited with more than has arrived at the provider. */
export async function invariants(sandbox: Books): Promise<{ rows: number; differences: Difference[] }> {
  const { ctx } = sandbox;
  const { checks } = await verifyDesk(ctx.knex, {
    seals: { publicKeys: [sealKeyOf(ctx.settings.seals.secret).publicKey] },
    origin: originKeyOf(ctx.knex),
  });
  const found = checks.flatMap(({ name, faults, firstBad }): Difference[] =>
    faults === 0
      ? []
      : [
          {
            check: name,
            faults,
            table: firstBad?.table ?? null,
            id: firstBad?.id ?? null,
            problem: firstBad?.problem ?? 'something is wrong',
          },
        ],
  );
  const rows = checks.reduce((sum, check) => sum + check.rows, 0);
  return { rows, differences: [...found, ...(await creditedBeyondArrived(sandbox))] };
}

interface Row {
  id: string;
  parent: string | null;
  provider_payment_id: string;
  amount_usd: string;
  pay_amount: string | null;
  placed_usd: string;
}

/** What staff attested is left out: there the provider says nothing. */
const PLACED = /* sql */ `
  select p.id, p.parent_payment_id as parent, p.provider_payment_id, p.amount_usd, p.pay_amount,
    p.credited_amount_usd + p.suspense_amount_usd + p.returned_amount_usd + p.fee_amount_usd as placed_usd
  from payments p
  where p.provider_payment_id is not null and not exists (
    select from transactions t where t.payment_id = p.id and (t.metadata ->> 'attested')::boolean
  )`;

async function creditedBeyondArrived({ ctx, simulator }: Books): Promise<Difference[]> {
  const { rows } = await ctx.knex.raw<{ rows: Row[] }>(PLACED);
  return rows.flatMap((row) => {
    const arrivedUsd = valueOf(row, simulator.payment(row.provider_payment_id));
    return new Decimal(row.placed_usd).greaterThan(arrivedUsd)
      ? [
          {
            check: 'arrived',
            faults: 1,
            table: 'payments',
            id: row.id,
            problem: `${row.placed_usd} USD are credited or in suspense, ${arrivedUsd.toFixed(2)} USD have arrived`,
          },
        ]
      : [];
  });
}

/** By the desk's rule: pro rata to what was asked, rounded down. A child payment is worth what its own price says. */
function valueOf({ amount_usd, pay_amount }: Row, { depositedAmount }: PaymentRecord): Decimal {
  const arrived = new Decimal(depositedAmount ?? 0);
  const asked = new Decimal(pay_amount ?? 0);
  if (arrived.equals(asked) || asked.isZero()) return arrived.isZero() ? arrived : new Decimal(amount_usd);
  return new Decimal(amount_usd).times(arrived).dividedBy(asked).toDecimalPlaces(2, Decimal.ROUND_DOWN);
}
