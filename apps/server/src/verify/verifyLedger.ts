import type { Knex } from 'knex';
import { sha256Hex } from '../base/identifiers.ts';
import { canonicalText } from '../base/canonicalText.ts';
import { proofProblem } from '../origin/checkOrigin.ts';
import type { OriginKey } from '../origin/originKey.ts';
import { inSnapshot } from './inSnapshot.ts';
import { readRows } from './readRows.ts';

/** The first row that is wrong, and the problem as text. */
interface LedgerFault {
  userId: string;
  transactionId: string | null;
  seq: number | null;
  problem: string;
}

export interface LedgerVerdict {
  users: number;
  transactions: number;
  /** Rows and balances that are wrong. */
  faults: number;
  firstBad: LedgerFault | null;
}

/**
 * Verifies the hash chain of one user, or of all, recomputing every hash from its row, and compares sums, totals and
 * holds with the balances. Reads one snapshot; changes nothing.
 */
export async function verifyLedger(knex: Knex, userId?: string): Promise<LedgerVerdict> {
  return await inSnapshot(knex, async (trx) => await walkLedger(trx, userId));
}

/** `progress` hears how many transactions were checked so far; with a key the proofs of origin are checked as well. */
export async function walkLedger(
  trx: Knex.Transaction,
  userId?: string,
  progress: (transactions: number) => void = () => {},
  key: OriginKey | null = null,
): Promise<LedgerVerdict> {
  const only = userId ?? null;
  const balances = new BalanceReader(trx, only);
  const faults = new FaultList();
  let transactions = 0;
  let chain = new Chain(null);
  for await (const rows of readRows<EntryRow>(trx, ENTRIES, { only })) {
    for (const row of rows) {
      if (row[USER] !== chain.userId) {
        faults.addBalance(chain.end());
        chain = new Chain(row[USER], await balances.next(row[USER], faults));
      }
      const problem = chain.add(row) ?? (key === null ? null : originProblem(key, row));
      if (problem !== null)
        faults.addLink({ userId: row[USER], transactionId: row[ID], seq: Number(row[SEQ]), problem });
    }
    transactions += rows.length;
    progress(transactions);
  }
  faults.addBalance(chain.end());
  await balances.next(null, faults);
  return { users: balances.count, transactions, faults: faults.count, firstBad: faults.first };
}

/** What a proof of origin covers of an entry, in its order. Whether there has to be one is checked elsewhere. */
function originProblem(key: OriginKey, row: EntryRow): string | null {
  const proof = row[PROOF];
  if (proof === null) return null;
  const [id, userId, , type, amount, , payment, withdrawal, item, refund, why, metadata, kind, by, name] =
    row;
  const columns = [
    id,
    userId,
    type,
    amount,
    payment,
    withdrawal,
    item,
    refund,
    why,
    metadata,
    kind,
    by,
    name,
    row[ORDER],
  ];
  return proofProblem(key, 'transaction', { id, proof, columns }, false);
}

/** A broken link comes before a wrong balance, which may be its consequence. */
class FaultList {
  count = 0;
  #link: LedgerFault | null = null;
  #balance: LedgerFault | null = null;

  addLink(fault: LedgerFault): void {
    this.count += 1;
    this.#link ??= fault;
  }

  addBalance(fault: LedgerFault | null): void {
    if (fault === null) return;
    this.count += 1;
    this.#balance ??= fault;
  }

  get first(): LedgerFault | null {
    return this.#link ?? this.#balance;
  }
}

/** The transactions of one user so far. Amounts are in cents. */
class Chain {
  readonly userId: string | null;
  readonly #balance: BalanceRow | null;
  #seq = 0n;
  #hash = '';
  #sum = 0n;
  #deposited = 0n;
  #withdrawn = 0n;

  constructor(userId: string | null, balance: BalanceRow | null = null) {
    this.userId = userId;
    this.#balance = balance;
  }

  /** What is wrong with the next row, or null. */
  add(row: EntryRow): string | null {
    const amount = cents(row[AMOUNT]);
    const problem = this.#problemOf(row, amount);
    this.#seq = BigInt(row[SEQ]);
    this.#hash = row[HASH];
    this.#sum += amount;
    if (row[TYPE] === 'deposit') this.#deposited += amount;
    if (row[TYPE] === 'withdrawal') this.#withdrawn -= amount;
    return problem;
  }

  #problemOf(row: EntryRow, amount: bigint): string | null {
    if (BigInt(row[SEQ]) !== this.#seq + 1n) return 'a row before it is missing';
    if (row[PREV_HASH] !== this.#hash) return 'it does not continue the chain';
    if (row[HASH] !== sha256Hex(canonicalText(hashedColumns(row))))
      return 'its content does not match its hash';
    if (row[SEQ] === this.#balance?.[BALANCE_SEQ] && row[HASH] !== this.#balance[BALANCE_HASH])
      return 'it is not the row that the balance ends with';
    if (cents(row[BALANCE_AFTER]) !== this.#sum + amount)
      return 'its balance is not the sum of the rows so far';
    return null;
  }

  /** What is wrong with the user's balance after the last row, or null. */
  end(): LedgerFault | null {
    if (this.userId === null) return null;
    const problem = this.#balance === null ? 'this user has no balance' : this.#balanceProblem(this.#balance);
    return problem === null ? null : { userId: this.userId, transactionId: null, seq: null, problem };
  }

  #balanceProblem([, balance, seq, hash, deposited, withdrawn, held, open]: BalanceRow): string | null {
    if (cents(balance) !== this.#sum) return 'the balance is not the sum of the transactions';
    if (BigInt(seq) !== this.#seq) return 'the last transactions are missing';
    if (this.#seq === 0n && hash !== '') return 'the last transactions are missing';
    if (cents(deposited) !== this.#deposited || cents(withdrawn) !== this.#withdrawn)
      return 'the lifetime totals do not match the transactions';
    if (cents(held) !== cents(open)) return 'the held amount is not the sum of the open withdrawals';
    return null;
  }
}

/** Reads the balances beside the transactions, which have the same order. */
class BalanceReader {
  count = 0;
  readonly #batches: AsyncGenerator<readonly BalanceRow[]>;
  #rows: readonly BalanceRow[] = [];
  #index = 0;

  constructor(trx: Knex.Transaction, only: string | null) {
    this.#batches = readRows<BalanceRow>(trx, BALANCES, { only });
  }

  /** The balance of this user. Users before it have no transactions; null: reads all that are left. */
  async next(userId: string | null, faults: FaultList): Promise<BalanceRow | null> {
    for (;;) {
      const row = await this.#peek();
      if (row === null || (userId !== null && row[0] > userId)) return null;
      this.#index += 1;
      this.count += 1;
      if (row[0] === userId) return row;
      faults.addBalance(new Chain(row[0], row).end());
    }
  }

  async #peek(): Promise<BalanceRow | null> {
    if (this.#index >= this.#rows.length) {
      const { value, done } = await this.#batches.next();
      if (done === true) return null;
      this.#rows = value;
      this.#index = 0;
    }
    return this.#rows[this.#index] ?? null;
  }
}

/** `"12.34"` as 1234: every amount is read with two decimal places. */
const cents = (usd: string): bigint => BigInt(usd.replace('.', ''));

/** The hashed columns in the order in which they are hashed, then the hash, then the order id, which is hashed last. */
const ENTRIES = /* sql */ `
  select t.id::text, t.user_id::text, t.seq::text, t.transaction_type, round(t.amount_usd::numeric, 2)::text,
    round(t.balance_after::numeric, 2)::text, t.payment_id::text, t.withdrawal_request_id::text,
    t.suspense_item_id::text, t.refund_of_id::text, t.description, t.metadata::text, t.actor_kind, t.actor_id,
    t.actor_name, to_char(t.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), t.prev_hash, t.hash, t.origin_mac,
    t.order_id
  from transactions t
  where :only::uuid is null or t.user_id = :only::uuid
  order by t.user_id, t.seq`;

type EntryRow = [
  id: string,
  userId: string,
  seq: string,
  type: string,
  amount: string,
  balanceAfter: string,
  paymentId: string | null,
  withdrawalId: string | null,
  suspenseItemId: string | null,
  refundOfId: string | null,
  description: string,
  metadata: string,
  actorKind: string,
  actorId: string | null,
  actorName: string | null,
  createdAt: string,
  prevHash: string,
  hash: string,
  proof: string | null,
  orderId: string | null,
];
const [ID, USER, SEQ, TYPE, AMOUNT, BALANCE_AFTER, PREV_HASH, HASH, PROOF, ORDER] = [
  0, 1, 2, 3, 4, 5, 16, 17, 18, 19,
] as const;

/** A posting without an order id is hashed without the column. */
const hashedColumns = (row: EntryRow) => [
  ...row.slice(0, HASH),
  ...(row[ORDER] === null ? [] : [row[ORDER]]),
];

const BALANCES = /* sql */ `
  select b.user_id::text, round(b.balance_usd::numeric, 2)::text, b.last_seq::text, b.last_hash,
    round(b.total_deposited::numeric, 2)::text, round(b.total_withdrawn::numeric, 2)::text,
    round(b.held_usd::numeric, 2)::text, round(coalesce(w.open, 0), 2)::text
  from user_balances b
  left join (
    select user_id, sum(amount_usd::numeric) as open from withdrawal_requests
    where status in ('pending', 'approved', 'processing') group by user_id
  ) w on w.user_id = b.user_id
  where :only::uuid is null or b.user_id = :only::uuid
  order by b.user_id`;

type BalanceRow = [
  userId: string,
  balance: string,
  lastSeq: string,
  lastHash: string,
  deposited: string,
  withdrawn: string,
  held: string,
  open: string,
];
const [BALANCE_SEQ, BALANCE_HASH] = [2, 3] as const;
