import { randomBytes } from 'node:crypto';
import { newId, WithdrawalDecision, WithdrawalRequest, type AuditRecord } from '@paydesk/server/domain';
import { internalId } from '@paydesk/types';
import type { Knex } from 'knex';
import { PAYOUT_CURRENCIES } from '../demoCurrencies.ts';
import { payoutAddress } from '../inventedAddresses.ts';
import type { Random } from '../seededRandom.ts';
import { centsOf, usd, type BulkUser, type Business, type OpenWithdrawal } from './business.ts';
import { currencyOf, inCurrency } from './inventDeposit.ts';

/** A user's wish for part of the balance, which is set aside already. */
export interface Wish {
  user: BulkUser;
  cents: bigint;
  /** In milliseconds since 1970. */
  at: number;
}

const SERVICE_FEE_CENTS = 50n;

/** Stores requests, each of another user. Returns them as open, and their audit entries. */
export async function requestWithdrawals(
  trx: Knex.Transaction,
  business: Business,
  wishes: readonly Wish[],
  random: Random,
): Promise<{ open: OpenWithdrawal[]; entries: AuditRecord[] }> {
  if (wishes.length === 0) return { open: [], entries: [] };
  const requests = wishes.map((wish) => ({ ...wish, row: rowOf(business, wish, random) }));
  await WithdrawalDecision.query(trx).insert(requests.map(decisionOf));
  const stored = await WithdrawalRequest.query(trx)
    .insert(requests.map(({ row }) => row))
    .returning(['id', 'payloadHash']);
  const hashes = new Map(stored.map(({ id, payloadHash }) => [id, payloadHash]));
  return {
    open: requests.map(({ row, user, cents, at }) => ({
      id: row.id,
      internalId: row.internalWithdrawalId,
      user,
      cents,
      feeCents: centsOf(row.networkFeeUsd) + SERVICE_FEE_CENTS,
      currencyCode: row.currencyCode,
      requestedAt: at,
    })),
    entries: requests.map(({ row }) => ({
      action: 'withdrawals.create',
      actor: business.shop,
      subjectKind: 'withdrawal',
      subjectId: row.id,
      after: {
        amountUsd: row.amountUsd,
        currencyCode: row.currencyCode,
        network: row.network,
        walletAddress: row.walletAddress,
        extraId: null,
        payloadHash: hashes.get(row.id),
      },
      at: row.createdAt,
    })),
  };
}

function rowOf(business: Business, { user, cents, at }: Wish, random: Random) {
  const { code, network, networkFeeUsd } = currencyOf(business, random.pick(PAYOUT_CURRENCIES));
  const createdAt = new Date(at);
  const fee = usd(centsOf(networkFeeUsd));
  return {
    id: newId(createdAt),
    userId: user.id,
    internalWithdrawalId: internalId('WD', createdAt, randomBytes(4).toString('hex')),
    amountUsd: usd(cents),
    currencyCode: code,
    network,
    walletAddress: payoutAddress(network, random),
    networkFeeUsd: fee,
    serviceFeeUsd: usd(SERVICE_FEE_CENTS),
    quotedCryptoAmount: inCurrency(code, usd(cents - centsOf(fee) - SERVICE_FEE_CENTS)),
    quotedAt: createdAt,
    requiredApprovals: 1,
    requestedByKind: business.shop.kind,
    requestedById: business.shop.id,
    requestedByName: business.shop.name,
    createdAt,
    updatedAt: createdAt,
    statusChangedAt: createdAt,
  };
}

/** What the policy of the settings decides about amounts as small as these. */
function decisionOf({ row, user }: { row: ReturnType<typeof rowOf>; user: BulkUser }) {
  const { amountUsd, createdAt } = row;
  return {
    id: newId(createdAt),
    withdrawalRequestId: row.id,
    userId: user.id,
    policyVersion: 0,
    moment: 'create' as const,
    outcome: 'pass' as const,
    requiredApprovals: 1,
    notBefore: null,
    reasons: [
      {
        rule: 'approvals' as const,
        effect: 'pass' as const,
        message: `${amountUsd} USD is in the band from 0.00 USD: 1 person must approve.`,
      },
    ],
    facts: {
      amountUsd,
      createdAt: createdAt.toISOString(),
      isFrozen: false,
      isAnonymized: false,
      isFirstSeen: true,
      lookAlike: null,
      requests: null,
      perUser: { dayUsd: amountUsd, weekUsd: amountUsd, monthUsd: amountUsd },
      global: null,
    },
    createdAt,
  };
}
