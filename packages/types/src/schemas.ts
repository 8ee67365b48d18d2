import { z } from 'zod';
import { addressRangesInput, apiKeySecretOutput, userScopesInput } from './accessSchemas.ts';
import { auditSealOutput } from './auditSchemas.ts';
import { idSchema, timeOutput } from './idSchemas.ts';
import { listInput, searchText, timeFilter } from './list.ts';
import {
  cryptoInput,
  cryptoOutput,
  nonNegativeUsdInput,
  percentInput,
  positiveUsdInput,
  usdInput,
  usdOutput,
} from './moneySchemas.ts';
import {
  permissionSchema,
  serviceScopeSchema,
  staffRoleSchema,
  userScopeSchema,
} from './permissionSchemas.ts';
import { policyDecisionOutput } from './policySchemas.ts';
import {
  paymentStatusSchema,
  suspenseReasonSchema,
  suspenseStatusSchema,
  transactionTypeSchema,
  withdrawalStatusSchema,
} from './statusSchemas.ts';
import { stepUpKindSchema, stepUpProofInput } from './stepUpSchemas.ts';

// ---------------------------------------------------------------------------
// 1. Pieces
// ---------------------------------------------------------------------------

const note = z.string().trim().min(3, 'please say why').max(2000);
const optionalNote = z.string().trim().max(2000).optional();
const description = z.string().trim().max(500).optional();
const oneOrMany = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1).max(20)]);

/**
 * Retries with the same key and the same input get the first result; another input is `IDEMPOTENCY_CONFLICT`.
 */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters')
  .optional();

export const currencyCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9]{1,30}$/)
  .transform((code) => code.toUpperCase());

const usdRange = { amountUsdMin: usdInput.optional(), amountUsdMax: usdInput.optional() };
const createdRange = { createdAfter: timeFilter.optional(), createdBefore: timeFilter.optional() };

/** Who did something: a member of staff, an internal app, an end user, or the desk itself. */
export const actorOutput = z.object({
  kind: z.enum(['staff', 'service', 'user', 'system']),
  id: z.string().nullable(),
  name: z.string().nullable(),
});

// ---------------------------------------------------------------------------
// 2. Currencies
// ---------------------------------------------------------------------------

export const currencyOutput = z.object({
  id: idSchema,
  code: z.string(),
  name: z.string(),
  token: z.string(),
  network: z.string(),
  networkName: z.string(),
  displayName: z.string(),
  symbol: z.string(),
  contractAddress: z.string().nullable(),
  extraIdName: z.string().nullable(),
  decimalPlaces: z.int(),
  isActive: z.boolean(),
  isStable: z.boolean(),
  isAvailable: z.boolean(),
  withdrawalsEnabled: z.boolean(),
  provider: z.string(),
  minAmountUsd: usdOutput,
  networkFeeUsd: usdOutput,
  /**
   * The desk's own part of a withdrawal's fee: so much of the amount, and a fixed part (null: the desk's
   * setting).
   */
  serviceFeePercent: z.string(),
  serviceFeeUsd: usdOutput.nullable(),
  logoUrl: z.string().nullable(),
  sortOrder: z.int(),
  createdAt: timeOutput,
  updatedAt: timeOutput,
  /** Whether a transfer is lost without the memo or tag that `extraIdName` names. */
  extraIdRequired: z.boolean().optional(),
  /**
   * The provider's own minimum, a margin included, and when it was asked; `minAmountUsd` is the larger of it
   * and what staff set.
   */
  providerMinAmountUsd: usdOutput.nullable().optional(),
  minCheckedAt: timeOutput.nullable().optional(),
});
export const currencyListInput = listInput(
  ['sortOrder', 'code', 'name', 'network', 'minAmountUsd', 'createdAt'],
  z
    .object({
      q: searchText,
      isActive: z.boolean(),
      isStable: z.boolean(),
      withdrawalsEnabled: z.boolean(),
      network: z.string().max(40),
      token: z.string().max(40),
    })
    .partial(),
);
const currencyFields = {
  name: z.string().trim().min(1).max(120),
  symbol: z.string().trim().min(1).max(20),
  minAmountUsd: positiveUsdInput,
  networkFeeUsd: nonNegativeUsdInput,
  serviceFeePercent: percentInput,
  serviceFeeUsd: nonNegativeUsdInput.nullable(),
  withdrawalsEnabled: z.boolean(),
  isStable: z.boolean(),
  sortOrder: z.int().min(0).max(1_000_000),
};
export const currencyCreateInput = z.object({
  ...currencyFields,
  code: currencyCode,
  token: z.string().trim().min(1).max(40),
  network: z.string().trim().min(1).max(40),
  decimalPlaces: z.int().min(0).max(30),
  contractAddress: z.string().trim().max(200).nullable().optional(),
  extraIdName: z.string().trim().max(40).nullable().optional(),
  symbol: currencyFields.symbol.optional(),
  minAmountUsd: currencyFields.minAmountUsd.optional(),
  networkFeeUsd: currencyFields.networkFeeUsd.optional(),
  serviceFeePercent: currencyFields.serviceFeePercent.optional(),
  serviceFeeUsd: currencyFields.serviceFeeUsd.optional(),
  withdrawalsEnabled: z.boolean().optional(),
  isStable: z.boolean().optional(),
  sortOrder: currencyFields.sortOrder.optional(),
  isActive: z.boolean().optional(),
});
export const currencyUpdateInput = z
  .object({ id: idSchema })
  .extend(z.object(currencyFields).partial().shape);
export const currencySetActiveInput = z.object({
  ids: z.array(idSchema).min(1).max(500),
  isActive: z.boolean(),
});
export const currencySyncInput = z.object({
  dryRun: z.boolean().optional(),
  deactivateMissing: z.boolean().optional(),
});
export const currencySyncOutput = z.object({
  dryRun: z.boolean(),
  seen: z.int(),
  created: z.array(z.string()),
  updated: z.array(z.string()),
  unchanged: z.int(),
  missing: z.array(z.string()),
  deactivated: z.array(z.string()),
  /** Networks that the desk's registry lacks: no explorer, payment link or address check for them. */
  unknownNetworks: z.array(z.string()).optional(),
});

// ---------------------------------------------------------------------------
// 3. Payments
// ---------------------------------------------------------------------------

export const paymentOutput = z.object({
  id: idSchema,
  userId: idSchema,
  internalPaymentId: z.string(),
  amountUsd: usdOutput,
  amountDisplay: z.string(),
  currencyCode: z.string(),
  currencyDisplayName: z.string(),
  network: z.string(),
  networkName: z.string(),
  payAmount: cryptoOutput.nullable(),
  provider: z.string(),
  providerPaymentId: z.string().nullable(),
  parentPaymentId: idSchema.nullable(),
  status: paymentStatusSchema,
  providerStatus: z.string().nullable(),
  payAddress: z.string().nullable(),
  payinExtraId: z.string().nullable(),
  extraIdName: z.string().nullable(),
  paymentUrl: z.string().nullable(),
  qrData: z.string().nullable(),
  transactionHash: z.string().nullable(),
  explorerLink: z.string().nullable(),
  confirmationsCount: z.int(),
  actualAmount: cryptoOutput.nullable(),
  actualAmountUsd: usdOutput,
  creditedAmountUsd: usdOutput,
  suspenseAmountUsd: usdOutput,
  returnedAmountUsd: usdOutput,
  feeAmountUsd: usdOutput,
  inFlightAmountUsd: usdOutput,
  description: z.string(),
  needsAttention: z.string().nullable(),
  isPending: z.boolean(),
  isCompleted: z.boolean(),
  canBeCancelled: z.boolean(),
  statusColor: z.string(),
  expiresAt: timeOutput.nullable(),
  completedAt: timeOutput.nullable(),
  statusChangedAt: timeOutput,
  checkedAt: timeOutput.nullable(),
  createdAt: timeOutput,
  updatedAt: timeOutput,
  /** The provider's last report as it came, amounts as strings; for staff and apps only. */
  providerData: z.unknown().optional(),
});
export const paymentListInput = listInput(
  ['createdAt', 'amountUsd', 'statusChangedAt'],
  z
    .object({
      q: searchText,
      userId: idSchema,
      status: oneOrMany(paymentStatusSchema),
      currencyCode,
      parentPaymentId: idSchema,
      needsAttention: z.boolean(),
      ...usdRange,
      ...createdRange,
    })
    .partial(),
);
export const paymentCreateInput = z.object({
  userId: idSchema,
  amountUsd: positiveUsdInput,
  currencyCode,
  description,
  idempotencyKey,
});
export const paymentIdInput = z.object({ id: idSchema });
export const paymentNoteInput = z.object({ id: idSchema, note });

// ---------------------------------------------------------------------------
// 4. Suspense
// ---------------------------------------------------------------------------

export const suspenseOutput = z.object({
  id: idSchema,
  reason: suspenseReasonSchema,
  status: suspenseStatusSchema,
  paymentId: idSchema.nullable(),
  userId: idSchema.nullable(),
  providerPaymentId: z.string(),
  currencyCode: z.string(),
  amount: cryptoOutput,
  amountUsd: usdOutput,
  amountDisplay: z.string(),
  note: z.string().nullable(),
  resolvedBy: actorOutput.nullable(),
  transactionId: idSchema.nullable(),
  evidence: z.unknown(),
  createdAt: timeOutput,
  resolvedAt: timeOutput.nullable(),
});
export const suspenseListInput = listInput(
  ['createdAt', 'amountUsd'],
  z
    .object({
      q: searchText,
      status: oneOrMany(suspenseStatusSchema),
      reason: oneOrMany(suspenseReasonSchema),
      userId: idSchema,
      paymentId: idSchema,
      ...usdRange,
      ...createdRange,
    })
    .partial(),
);
export const suspenseNoteInput = z.object({ id: idSchema, note });
/** `userId` is needed only when the item names no user yet (a payment that the desk did not know). */
export const suspenseCreditInput = suspenseNoteInput.extend({
  userId: idSchema.optional(),
  amountUsd: positiveUsdInput.optional(),
  idempotencyKey,
});

/** A comparison of the provider's own payment list with the books. */
export const reconciliationOutput = z.object({
  id: idSchema,
  status: z.enum(['running', 'finished', 'failed']),
  from: timeOutput,
  to: timeOutput,
  startedBy: actorOutput,
  pagesDone: z.int(),
  pagesTotal: z.int().nullable(),
  seen: z.int(),
  matched: z.int(),
  explained: z.int(),
  unexplained: z.int(),
  lastError: z.string().nullable(),
  startedAt: timeOutput,
  finishedAt: timeOutput.nullable(),
});
export const reconciliationListInput = listInput(
  ['startedAt'],
  z.object({ status: z.enum(['running', 'finished', 'failed']) }).partial(),
);
/** Days back from now; the provider watches an address for seven, so nine unless told. */
export const reconciliationStartInput = z.object({ days: z.int().min(1).max(400).optional() });
export const findingOutput = z.object({
  id: idSchema,
  kind: z.string(),
  isExplained: z.boolean(),
  providerPaymentId: z.string(),
  paymentId: idSchema.nullable(),
  providerAmount: cryptoOutput.nullable(),
  booksAmount: cryptoOutput.nullable(),
  detail: z.string(),
  createdAt: timeOutput,
});
export const findingListInput = listInput(
  ['createdAt'],
  z.object({ reconciliationId: idSchema, isExplained: z.boolean() }).partial(),
);

// ---------------------------------------------------------------------------
// 5. Balances and transactions
// ---------------------------------------------------------------------------

export const balanceOutput = z.object({
  /** The same as `userId`: a user has one balance. */
  id: idSchema,
  userId: idSchema,
  balanceUsd: usdOutput,
  heldUsd: usdOutput,
  availableUsd: usdOutput,
  balanceDisplay: z.string(),
  totalDeposited: usdOutput,
  totalWithdrawn: usdOutput,
  transactionCount: z.int(),
  isEmpty: z.boolean(),
  hasTransactions: z.boolean(),
  lastTransactionAt: timeOutput.nullable(),
  createdAt: timeOutput,
  updatedAt: timeOutput,
});
export const balanceListInput = listInput(
  ['balanceUsd', 'heldUsd', 'totalDeposited', 'totalWithdrawn', 'lastTransactionAt', 'createdAt'],
  z
    .object({
      q: searchText,
      balanceUsdMin: usdInput,
      balanceUsdMax: usdInput,
      hasHolds: z.boolean(),
      activeAfter: timeFilter,
      activeBefore: timeFilter,
    })
    .partial(),
);
export const balanceAtInput = z.object({ userId: idSchema, at: timeFilter });
export const balanceAtOutput = z.object({
  userId: idSchema,
  at: timeOutput,
  balanceUsd: usdOutput,
  seq: z.int(),
});
export const balanceVerifyInput = z.object({ userId: idSchema });
export const balanceVerifyOutput = z.object({
  userId: idSchema,
  ok: z.boolean(),
  checkedTransactions: z.int(),
  balanceUsd: usdOutput,
  sumUsd: usdOutput,
  firstBad: z
    .object({ transactionId: idSchema.nullable(), seq: z.int().nullable(), problem: z.string() })
    .nullable(),
});

export const transactionOutput = z.object({
  id: idSchema,
  userId: idSchema,
  seq: z.int(),
  transactionType: transactionTypeSchema,
  amountUsd: usdOutput,
  amountDisplay: z.string(),
  balanceAfter: usdOutput,
  isCredit: z.boolean(),
  isDebit: z.boolean(),
  typeColor: z.string(),
  paymentId: idSchema.nullable(),
  withdrawalRequestId: idSchema.nullable(),
  suspenseItemId: idSchema.nullable(),
  refundOfId: idSchema.nullable(),
  description: z.string(),
  metadata: z.record(z.string(), z.unknown()),
  actor: actorOutput,
  prevHash: z.string(),
  hash: z.string(),
  createdAt: timeOutput,
});
export const transactionListInput = listInput(
  ['createdAt', 'amountUsd', 'seq'],
  z
    .object({
      q: searchText,
      userId: idSchema,
      transactionType: oneOrMany(transactionTypeSchema),
      direction: z.enum(['credit', 'debit']),
      paymentId: idSchema,
      withdrawalRequestId: idSchema,
      ...usdRange,
      ...createdRange,
    })
    .partial(),
);
/** Small facts of yours to keep beside a row; at most 4 kB as JSON. */
export const metadataInput = z
  .record(z.string().max(100), z.unknown())
  .refine((value) => JSON.stringify(value).length <= 4096, 'must be at most 4096 characters of JSON')
  .optional();
const posting = { description, metadata: metadataInput, idempotencyKey };
export const chargeInput = z.object({ userId: idSchema, amountUsd: positiveUsdInput, ...posting });
/**
 * `chargeId` is the id of a transaction of type `payment`; the refunds of one charge never exceed it. Without
 * `amountUsd`: all that is left.
 */
export const refundInput = z.object({
  chargeId: idSchema,
  amountUsd: positiveUsdInput.optional(),
  ...posting,
});
export const bonusInput = chargeInput;
export const feeInput = chargeInput;
export const adjustInput = z.object({
  userId: idSchema,
  amountUsd: usdInput.refine((amount) => amount !== '0.00' && amount !== '-0.00', 'must not be 0.00'),
  reason: note,
  metadata: metadataInput,
  idempotencyKey,
});

// ---------------------------------------------------------------------------
// 6. Withdrawals
// ---------------------------------------------------------------------------

export const approvalOutput = z.object({
  id: idSchema,
  staffId: z.string(),
  staffName: z.string(),
  note: z.string().nullable(),
  stepUp: stepUpKindSchema,
  /** False: what was approved is not what the request says now. */
  isForThisPayload: z.boolean(),
  createdAt: timeOutput,
});
/** A payout through the provider, when one was ordered. */
export const payoutOutput = z.object({
  id: idSchema,
  status: z.enum(['ordered', 'sent', 'unknown', 'finished', 'failed']),
  providerPayoutId: z.string().nullable(),
  message: z.string().nullable(),
  orderedBy: z.string(),
  createdAt: timeOutput,
  updatedAt: timeOutput,
});
export const withdrawalOutput = z.object({
  id: idSchema,
  userId: idSchema,
  internalWithdrawalId: z.string(),
  amountUsd: usdOutput,
  amountDisplay: z.string(),
  currencyCode: z.string(),
  currencyDisplayName: z.string(),
  network: z.string(),
  networkName: z.string(),
  walletAddress: z.string(),
  extraId: z.string().nullable(),
  extraIdName: z.string().nullable(),
  networkFeeUsd: usdOutput,
  serviceFeeUsd: usdOutput,
  totalFeeUsd: usdOutput,
  finalAmountUsd: usdOutput,
  cryptoAmount: cryptoOutput.nullable(),
  status: withdrawalStatusSchema,
  statusColor: z.string(),
  isPending: z.boolean(),
  canBeCancelled: z.boolean(),
  approvals: z.array(approvalOutput),
  requiredApprovals: z.int(),
  requestedBy: actorOutput,
  adminNotes: z.string(),
  transactionHash: z.string().nullable(),
  explorerLink: z.string().nullable(),
  approvedAt: timeOutput.nullable(),
  rejectedAt: timeOutput.nullable(),
  cancelledAt: timeOutput.nullable(),
  completedAt: timeOutput.nullable(),
  statusChangedAt: timeOutput,
  createdAt: timeOutput,
  updatedAt: timeOutput,
  /**
   * USD for one unit of the currency, as fixed at approval; null before, or when the provider could not say.
   */
  rateUsd: cryptoOutput.nullable(),
  rateFixedAt: timeOutput.nullable(),
  rateExpiresAt: timeOutput.nullable(),
  /** What the user was shown when they asked: about so much crypto. */
  quotedCryptoAmount: cryptoOutput.nullable(),
  quotedAt: timeOutput.nullable(),
  /** SHA-256 of what was requested; approvals are bound to it. */
  payloadHash: z.string(),
  /** False: the row was changed behind the desk's back; nothing can be done with it but reject it. */
  isIntact: z.boolean(),
  /**
   * Why staff said the address may be used although nobody can check addresses of its network; null: it was
   * checked.
   */
  addressConfirmation: z.string().nullable(),
  /** The policy's word at the request; null for end users. */
  decision: policyDecisionOutput.nullable(),
  startedBy: actorOutput.nullable(),
  completedBy: actorOutput.nullable(),
  payout: payoutOutput.nullable(),
});
export const withdrawalListInput = listInput(
  ['createdAt', 'amountUsd', 'statusChangedAt'],
  z
    .object({
      q: searchText,
      userId: idSchema,
      status: oneOrMany(withdrawalStatusSchema),
      currencyCode,
      ...usdRange,
      ...createdRange,
    })
    .partial(),
);
export const withdrawalQuoteInput = z.object({ amountUsd: positiveUsdInput, currencyCode });
export const withdrawalQuoteOutput = z.object({
  amountUsd: usdOutput,
  currencyCode: z.string(),
  networkFeeUsd: usdOutput,
  serviceFeeUsd: usdOutput,
  totalFeeUsd: usdOutput,
  finalAmountUsd: usdOutput,
  /** What the final amount buys right now at the provider's rate; an estimate. */
  cryptoAmountEstimate: cryptoOutput.nullable(),
  minimumUsd: usdOutput,
  quotedAt: timeOutput,
  /** Hand it to `withdrawals.create`: the request then costs what was shown, until `expiresAt`. */
  quote: z.string(),
  expiresAt: timeOutput,
});
export const withdrawalCreateInput = z.object({
  userId: idSchema,
  amountUsd: positiveUsdInput,
  currencyCode,
  walletAddress: z.string().trim().min(1).max(1000),
  extraId: z.string().min(1).max(256).optional(),
  idempotencyKey,
  /** From `withdrawals.quote`. */
  quote: z.string().max(2000).optional(),
  /**
   * Staff's word, with the reason, that an address on a network whose addresses nobody can check is right.
   */
  addressConfirmation: note.optional(),
});
export const withdrawalIdInput = z.object({ id: idSchema });
export const withdrawalApproveInput = z.object({
  id: idSchema,
  note: optionalNote,
  proof: stepUpProofInput.optional(),
});
const withdrawalIds = z
  .array(idSchema)
  .min(1)
  .max(50)
  .refine((ids) => new Set(ids).size === ids.length, 'must not name a withdrawal twice');
/** One proof for all of them; each row runs every check for itself. */
export const withdrawalApproveManyInput = z.object({
  ids: withdrawalIds,
  note: optionalNote,
  proof: stepUpProofInput.optional(),
});
export const withdrawalRejectManyInput = z.object({ ids: withdrawalIds, reason: note });
export const withdrawalManyOutput = z.object({
  results: z.array(
    z.object({
      id: idSchema,
      ok: z.boolean(),
      status: withdrawalStatusSchema.nullable(),
      reason: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
});
export const withdrawalRejectInput = z.object({ id: idSchema, reason: note });
export const withdrawalCompleteInput = z.object({
  id: idSchema,
  transactionHash: z.string().trim().min(1).max(200),
  cryptoAmount: cryptoInput.optional(),
  proof: stepUpProofInput.optional(),
});
export const withdrawalPayOutInput = z.object({ id: idSchema, proof: stepUpProofInput.optional() });
export const withdrawalNoteInput = z.object({ id: idSchema, note });

/** May the caller do this now, and if not, why: for buttons. */
const mayOutput = z.object({ allowed: z.boolean(), why: z.string().nullable() });
/** All that a careful person wants to see before saying yes, in one answer. */
export const withdrawalReviewOutput = z.object({
  withdrawal: withdrawalOutput,
  user: z.object({
    id: idSchema,
    username: z.string(),
    externalId: z.string(),
    isFrozen: z.boolean(),
    createdAt: timeOutput,
    balanceUsd: usdOutput,
    heldUsd: usdOutput,
    availableUsd: usdOutput,
    deposits: z.object({ count: z.int(), amountUsd: usdOutput, lastAt: timeOutput.nullable() }),
    /** Paid-out ones; this request is not among them. */
    withdrawals: z.object({ count: z.int(), amountUsd: usdOutput, lastAt: timeOutput.nullable() }),
    /** Balance at the end of each of the last 90 days (UTC), oldest first. */
    balanceByDay: z.array(z.object({ day: z.iso.date(), balanceUsd: usdOutput })),
  }),
  address: z.object({
    /** Requests of this user to the same address, this one left out. */
    earlierRequests: z.int(),
    paidBefore: z.int(),
    firstUsedAt: timeOutput.nullable(),
    /** Other users who asked for the same address, 20 at most. */
    otherUsers: z.array(
      z.object({ userId: idSchema, username: z.string(), requests: z.int(), lastAt: timeOutput }),
    ),
    /** An address of this user that this one could be taken for. */
    lookAlike: z
      .object({ address: z.string(), message: z.string(), lastUsedAt: timeOutput.nullable() })
      .nullable(),
    isFirstSeen: z.boolean(),
  }),
  /** The present policy's word about this request, now. */
  decision: policyDecisionOutput,
  /** What of the present policy calls for a warning. */
  policy: z.object({
    version: z.int(),
    allowSamePerson: z.boolean(),
    secondFactor: z.enum(['always', 'ifEnrolled']),
  }),
  may: z.object({
    approve: mayOutput,
    reject: mayOutput,
    cancel: mayOutput,
    startProcessing: mayOutput,
    payOut: mayOutput,
    complete: mayOutput,
    returnToApproved: mayOutput,
    refreshRate: mayOutput,
  }),
  /**
   * The desk can send through the provider; otherwise people send by hand and nobody is offered anything
   * else.
   */
  payoutsOn: z.boolean(),
  /** Among what waits in the same state (pending; approved and processing), oldest first. */
  queue: z.object({
    position: z.int().nullable(),
    total: z.int(),
    previousId: idSchema.nullable(),
    nextId: idSchema.nullable(),
  }),
  serverTime: timeOutput,
});

// ---------------------------------------------------------------------------
// 7. Users
// ---------------------------------------------------------------------------

export const userOutput = z.object({
  id: idSchema,
  externalId: z.string(),
  username: z.string(),
  email: z.string().nullable(),
  isFrozen: z.boolean(),
  frozenAt: timeOutput.nullable(),
  frozenNote: z.string().nullable(),
  isAnonymized: z.boolean(),
  anonymizedAt: timeOutput.nullable(),
  createdAt: timeOutput,
  updatedAt: timeOutput,
  /**
   * Tokens of this user's browsers and phones that open something now. Told by `get` to staff and apps; null
   * elsewhere.
   */
  liveTokens: z.int().nullable(),
});
export const userListInput = listInput(
  ['createdAt', 'username', 'externalId'],
  z
    .object({
      q: searchText,
      externalId: z.string().max(200),
      isFrozen: z.boolean(),
      isAnonymized: z.boolean(),
      ...createdRange,
    })
    .partial(),
);
export const userUpsertInput = z.object({
  externalId: z.string().trim().min(1).max(200),
  username: z.string().trim().min(1).max(120),
  email: z.email().max(254).nullable().optional(),
});
export const userNoteInput = z.object({ id: idSchema, note });
export const userIdInput = z.object({ id: idSchema });
/** Seconds a user token lives: 15 minutes unless told, one day at most. */
export const userTokenInput = z.object({
  userId: idSchema,
  ttlSeconds: z.int().min(60).max(86_400).optional(),
  scopes: userScopesInput.optional(),
});
export const userTokenOutput = z.object({
  token: z.string(),
  userId: idSchema,
  scopes: z.array(userScopeSchema),
  expiresAt: timeOutput,
});

// ---------------------------------------------------------------------------
// 8. Dashboard, audit, API keys, staff, system
// ---------------------------------------------------------------------------

export const dashboardSummaryOutput = z.object({
  withdrawalsToReview: z.object({ count: z.int(), amountUsd: usdOutput, oldestAt: timeOutput.nullable() }),
  withdrawalsToPay: z.object({ count: z.int(), amountUsd: usdOutput }),
  depositsInFlight: z.object({ count: z.int(), amountUsd: usdOutput }),
  suspenseOpen: z.object({ count: z.int(), amountUsd: usdOutput }),
  needsAttention: z.object({ count: z.int() }),
  /**
   * Open withdrawals whose row is not what was requested: somebody wrote to the database. Anything but 0 is
   * an alarm.
   */
  tamperedWithdrawals: z.object({ count: z.int() }),
  liabilitiesUsd: usdOutput,
  heldUsd: usdOutput,
  users: z.int(),
  conservation: z.object({
    receivedUsd: usdOutput,
    creditedUsd: usdOutput,
    suspenseUsd: usdOutput,
    returnedUsd: usdOutput,
    feeUsd: usdOutput,
    inFlightUsd: usdOutput,
    unexplainedUsd: usdOutput,
  }),
  last24h: z.object({ depositedUsd: usdOutput, withdrawnUsd: usdOutput, chargedUsd: usdOutput }),
});
export const dashboardSeriesInput = z.object({ days: z.int().min(1).max(366).optional() });
export const dashboardSeriesOutput = z.object({
  data: z.array(
    z.object({
      day: z.iso.date(),
      depositedUsd: usdOutput,
      withdrawnUsd: usdOutput,
      chargedUsd: usdOutput,
      refundedUsd: usdOutput,
    }),
  ),
});

export const auditOutput = z.object({
  id: idSchema,
  action: z.string(),
  actor: actorOutput,
  subjectKind: z.string(),
  subjectId: z.string().nullable(),
  note: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  ipAddress: z.string().nullable(),
  requestId: z.string().nullable(),
  createdAt: timeOutput,
  /** Of staff in a browser: which session, and what the browser calls itself. */
  sessionId: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** Its place in the chain; null in lists, and for the seconds until it has one. */
  seal: auditSealOutput.nullable(),
});
export const auditListInput = listInput(
  ['createdAt'],
  z
    .object({
      q: searchText,
      action: z.string().max(100),
      actorKind: z.enum(['staff', 'service', 'user', 'system']),
      actorId: z.string().max(100),
      subjectKind: z.string().max(40),
      subjectId: z.string().max(100),
      ipAddress: z.string().max(64),
      ...createdRange,
    })
    .partial(),
);

export const apiKeyOutput = z.object({
  id: idSchema,
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(serviceScopeSchema),
  isActive: z.boolean(),
  lastUsedAt: timeOutput.nullable(),
  expiresAt: timeOutput.nullable(),
  revokedAt: timeOutput.nullable(),
  createdAt: timeOutput,
  /** The address of the last use; a minute behind at most. */
  lastUsedFrom: z.string().nullable(),
  /** Ranges that the key may be used from; null: from anywhere. */
  allowedAddresses: z.array(z.string()).nullable(),
  /** The newest first. `prefix` above is that of the first. */
  secrets: z.array(apiKeySecretOutput),
});
export const apiKeyListInput = listInput(
  ['createdAt', 'name'],
  z.object({ q: searchText, isActive: z.boolean() }).partial(),
);
export const apiKeyCreateInput = z.object({
  name: z.string().trim().min(1).max(120),
  scopes: z.array(serviceScopeSchema).min(1).max(50),
  expiresAt: timeFilter.optional(),
  allowedAddresses: addressRangesInput.optional(),
});
/** The only time the key itself is shown. */
export const apiKeyCreateOutput = apiKeyOutput.extend({ key: z.string() });
export const apiKeyIdInput = z.object({ id: idSchema });

export const staffOutput = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: staffRoleSchema,
  twoFactorEnabled: z.boolean(),
  isActive: z.boolean(),
  deactivatedAt: timeOutput.nullable(),
  createdAt: timeOutput,
  /** Passkeys that were not removed. */
  passkeys: z.int(),
  /** The role demands a second factor and there is none: nothing is open to this person but to set one up. */
  mustEnrol: z.boolean(),
  /** Of the newest session that is still there. */
  lastSeenAt: timeOutput.nullable(),
});
export const staffListInput = listInput(
  ['createdAt', 'email', 'name'],
  z.object({ q: searchText, role: staffRoleSchema, isActive: z.boolean() }).partial(),
);
export const staffCreateInput = z.object({
  email: z.email().max(254),
  name: z.string().trim().min(1).max(120),
  role: staffRoleSchema,
  password: z.string().min(12).max(200).optional(),
  proof: stepUpProofInput.optional(),
});
/** `password` is the generated one, shown once; null when the caller chose it. */
export const staffCreateOutput = staffOutput.extend({ password: z.string().nullable() });
export const staffSetRoleInput = z.object({
  id: z.string().min(1).max(100),
  role: staffRoleSchema,
  proof: stepUpProofInput.optional(),
});
export const staffReactivateInput = z.object({
  id: z.string().min(1).max(100),
  proof: stepUpProofInput.optional(),
});
export const staffIdInput = z.object({ id: z.string().min(1).max(100) });
export const staffGetManyInput = z.object({ ids: z.array(z.string().max(100)).max(100) });

export const sessionOutput = z.object({
  kind: z.enum(['staff', 'service', 'user']),
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: staffRoleSchema.nullable(),
  permissions: z.array(permissionSchema),
  twoFactorEnabled: z.boolean(),
  /** The role demands a second factor and there is none: nothing else is open. */
  mustEnrol: z.boolean(),
});
export const systemInfoOutput = z.object({
  version: z.string(),
  simulatorInUse: z.boolean(),
  provider: z.string(),
  publicUrl: z.string(),
  partialPayments: z.enum(['credit', 'suspense']),
  secondApprovalUsd: usdOutput,
  serverTime: timeOutput,
  /**
   * Whether the provider is asked at all: while `open`, calls fail at once; `half_open`: the desk is looking
   * whether it is back.
   */
  providerCircuit: z
    .object({
      state: z.enum(['closed', 'open', 'half_open']),
      since: timeOutput,
      lastError: z.string().nullable(),
    })
    .optional(),
});
export const simulateDepositInput = z.object({
  paymentId: idSchema,
  amount: z.union([z.literal('full'), cryptoInput]),
});
