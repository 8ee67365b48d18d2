import { canonicalJson } from '../base/canonicalJson.ts';

/** How a column is written in a proof; `moment` is exact to the microsecond, `time` to the millisecond. */
type FieldType = 'text' | 'id' | 'amount' | 'json' | 'list' | 'bytes' | 'time' | 'moment';

interface OriginRows {
  table: string;
  fields: Record<string, FieldType>;
}

/** What a proof of origin covers, by kind of row. The order is part of the proof: a new field comes last. */
export const ORIGIN_ROWS = {
  transaction: {
    table: 'transactions',
    fields: {
      id: 'id',
      userId: 'id',
      transactionType: 'text',
      amountUsd: 'amount',
      paymentId: 'id',
      withdrawalRequestId: 'id',
      suspenseItemId: 'id',
      refundOfId: 'id',
      description: 'text',
      metadata: 'json',
      actorKind: 'text',
      actorId: 'text',
      actorName: 'text',
      orderId: 'text',
    },
  },
  withdrawal: {
    table: 'withdrawal_requests',
    fields: {
      id: 'id',
      userId: 'id',
      internalWithdrawalId: 'text',
      amountUsd: 'amount',
      currencyCode: 'text',
      network: 'text',
      walletAddress: 'text',
      extraId: 'text',
      networkFeeUsd: 'amount',
      serviceFeeUsd: 'amount',
      requestedByKind: 'text',
      requestedById: 'text',
      requestedByName: 'text',
    },
  },
  approval: {
    table: 'withdrawal_approvals',
    fields: {
      id: 'id',
      withdrawalRequestId: 'id',
      staffId: 'text',
      staffName: 'text',
      note: 'text',
      payloadHash: 'text',
      stepUpKind: 'text',
      stepUp: 'json',
      createdAt: 'time',
    },
  },
  decision: {
    table: 'withdrawal_decisions',
    fields: {
      id: 'id',
      withdrawalRequestId: 'id',
      userId: 'id',
      policyVersion: 'text',
      moment: 'text',
      outcome: 'text',
      requiredApprovals: 'text',
      notBefore: 'time',
      reasons: 'json',
      facts: 'json',
      createdAt: 'time',
    },
  },
  payout: {
    table: 'payouts',
    fields: {
      id: 'id',
      withdrawalRequestId: 'id',
      externalId: 'text',
      currencyCode: 'text',
      network: 'text',
      address: 'text',
      extraId: 'text',
      cryptoAmount: 'amount',
      payloadHash: 'text',
      orderedByKind: 'text',
      orderedById: 'text',
      orderedByName: 'text',
      stepUpKind: 'text',
      stepUp: 'json',
    },
  },
  change_request: {
    table: 'change_requests',
    fields: {
      id: 'id',
      action: 'text',
      summary: 'text',
      reason: 'text',
      facts: 'json',
      payload: 'json',
      payloadHash: 'text',
      amountUsd: 'amount',
      subjectKind: 'text',
      subjectId: 'text',
      makerId: 'id',
      makerName: 'text',
      makerStepUpKind: 'text',
      makerStepUp: 'json',
      requiredApprovals: 'text',
      approverRole: 'text',
      stepUpRequired: 'text',
    },
  },
  change_approval: {
    table: 'change_request_approvals',
    fields: {
      id: 'id',
      changeRequestId: 'id',
      staffId: 'id',
      staffName: 'text',
      note: 'text',
      payloadHash: 'text',
      stepUpKind: 'text',
      stepUp: 'json',
    },
  },
  policy: {
    table: 'withdrawal_policies',
    fields: {
      id: 'id',
      version: 'text',
      rules: 'json',
      note: 'text',
      publishedByStaffId: 'id',
      publishedByName: 'text',
      stepUp: 'json',
    },
  },
  audit: {
    table: 'audit_log',
    fields: {
      id: 'id',
      action: 'text',
      actorKind: 'text',
      actorId: 'text',
      actorName: 'text',
      subjectKind: 'text',
      subjectId: 'text',
      note: 'text',
      before: 'json',
      after: 'json',
      ipAddress: 'text',
      requestId: 'text',
      sessionId: 'text',
      userAgent: 'text',
      stepUp: 'json',
      createdAt: 'time',
    },
  },
  invite: {
    table: 'staff_invites',
    fields: {
      id: 'id',
      kind: 'text',
      email: 'text',
      name: 'text',
      role: 'text',
      tokenHash: 'text',
      createdByStaffId: 'id',
      linkDueToStaffId: 'id',
      expiresAt: 'time',
    },
  },
  passkey: {
    table: 'staff_passkeys',
    fields: { id: 'id', staffId: 'id', credentialId: 'text', publicKey: 'bytes', rpId: 'text' },
  },
  staff: {
    table: 'staff',
    fields: {
      id: 'id',
      email: 'text',
      name: 'text',
      role: 'text',
      roleSince: 'moment',
      deactivatedAt: 'moment',
      pendingRole: 'text',
    },
  },
  api_key: {
    table: 'api_keys',
    fields: {
      id: 'id',
      name: 'text',
      scopes: 'list',
      allowedAddresses: 'list',
      limits: 'json',
      expiresAt: 'moment',
      revokedAt: 'moment',
      secretDueToStaffId: 'id',
    },
  },
  api_key_secret: {
    table: 'api_key_secrets',
    fields: { id: 'id', apiKeyId: 'id', secretHash: 'text', endsAt: 'moment' },
  },
  boundary: {
    table: 'origin_boundary',
    fields: { id: 'id', sealSeq: 'text', createdAt: 'time' },
  },
  // `expires_at` is left out: a trigger keeps it within a day of `created_at`, and use extends it.
  session: {
    table: 'staff_sessions',
    fields: { id: 'id', staffId: 'id', token: 'text', createdAt: 'time' },
  },
  account: {
    table: 'staff_accounts',
    fields: { id: 'id', staffId: 'id', accountId: 'text', providerId: 'text', password: 'text' },
  },
  two_factor: {
    table: 'staff_two_factors',
    fields: { id: 'id', staffId: 'id', secret: 'text', backupCodes: 'text', verified: 'text' },
  },
  pending_sign_in: {
    table: 'staff_verifications',
    fields: { id: 'id', identifier: 'text', value: 'text', expiresAt: 'time' },
  },
  suspense_item: {
    table: 'suspense_items',
    fields: {
      id: 'id',
      reason: 'text',
      paymentId: 'id',
      userId: 'id',
      providerPaymentId: 'text',
      currencyCode: 'text',
      amount: 'amount',
      amountUsd: 'amount',
    },
  },
  payout_stop: {
    table: 'payout_stops',
    fields: {
      id: 'id',
      note: 'text',
      stoppedById: 'id',
      stoppedByName: 'text',
      stoppedAt: 'time',
      resumedAt: 'time',
      resumedById: 'id',
      resumedNote: 'text',
    },
  },
  // A trigger keeps a revoked token revoked.
  user_token: {
    table: 'user_tokens',
    fields: {
      id: 'id',
      userId: 'id',
      tokenHash: 'text',
      scopes: 'list',
      mintedByKind: 'text',
      mintedById: 'id',
      expiresAt: 'time',
    },
  },
  webhook_endpoint: {
    table: 'webhook_endpoints',
    fields: { id: 'id', url: 'text' },
  },
  resource_boundary: {
    table: 'resource_boundary',
    fields: { id: 'id', createdAt: 'time', eventSequence: 'text' },
  },
  restore: {
    table: 'desk_restores',
    fields: {
      id: 'id',
      restoredBy: 'text',
      note: 'text',
      restoredTo: 'time',
      restoredAt: 'time',
      historyEndsAt: 'time',
      lastSealSeq: 'text',
      lastSealHash: 'text',
      eventsThrough: 'text',
      eventsContinueAfter: 'text',
      payoutsSearchedAt: 'time',
      lostPayouts: 'text',
    },
  },
  lost_payout: {
    table: 'lost_payouts',
    fields: {
      id: 'id',
      deskRestoreId: 'id',
      providerPayoutId: 'text',
      providerBatchId: 'text',
      externalId: 'text',
      providerStatus: 'text',
      currencyCode: 'text',
      address: 'text',
      extraId: 'text',
      amount: 'amount',
      transactionHash: 'text',
      sentAt: 'time',
      foundAt: 'time',
      settledAt: 'time',
      settledBy: 'text',
      settledNote: 'text',
    },
  },
  event: {
    table: 'events',
    fields: {
      id: 'id',
      sequence: 'text',
      type: 'text',
      resourceType: 'text',
      resourceId: 'text',
      userId: 'id',
      data: 'json',
      createdAt: 'time',
    },
  },
} as const satisfies Record<string, OriginRows>;

export type OriginKind = keyof typeof ORIGIN_ROWS;

/** Rows that let a person in. */
export const SIGN_IN_KINDS = ['session', 'account', 'two_factor', 'pending_sign_in'] as const;

/** Rows that outsiders or payouts depend on. */
const RESOURCE_KINDS = ['suspense_item', 'payout_stop', 'user_token', 'webhook_endpoint'] as const;

/** Rows that got their proofs later than the others: see `drawLaterBoundary`. */
export const LATER_KINDS = [...SIGN_IN_KINDS, ...RESOURCE_KINDS] as const;

/** Rows that change: when their proofs began all of them got one, so that none may be without. */
export const CHANGING_KINDS: readonly OriginKind[] = [
  'staff',
  'api_key',
  'api_key_secret',
  'passkey',
  ...LATER_KINDS,
  'resource_boundary',
  'restore',
  'lost_payout',
];

export const ORIGIN_KINDS = Object.keys(ORIGIN_ROWS) as OriginKind[];

/** Listed once: every posting needs them. */
const FIELDS = Object.fromEntries(
  ORIGIN_KINDS.map((kind) => [kind, Object.entries(ORIGIN_ROWS[kind].fields)]),
) as Record<OriginKind, [name: string, type: FieldType][]>;

/** The values of a row that is about to be inserted, as a proof has them. */
export function valuesToInsert(kind: OriginKind, row: object): (string | null)[] {
  const given: Record<string, unknown> = { ...row };
  return [kind, ...FIELDS[kind].map(([name, type]) => written(type, given[name]))];
}

/** The columns as text, for `valuesAsStored`: the same in every session. */
export function originColumns(kind: OriginKind, table: string = ORIGIN_ROWS[kind].table): string[] {
  return FIELDS[kind].map(([name, type]) => columnText(`${table}.${snakeCase(name)}`, type));
}

/** The values of a stored row, from its columns as `originColumns` selects them. */
export function valuesAsStored(kind: OriginKind, columns: readonly (string | null)[]): (string | null)[] {
  const fields = FIELDS[kind];
  return [kind, ...columns.map((text, index) => (text === null ? null : stored(fields[index]?.[1], text)))];
}

const snakeCase = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function columnText(column: string, type: FieldType): string {
  if (type === 'time') return utcText(column, 'MS');
  if (type === 'moment') return utcText(column, 'US');
  if (type === 'list') return `to_json(${column})::text`;
  return type === 'bytes' ? `encode(${column}, 'hex')` : `${column}::text`;
}

const utcText = (column: string, fraction: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.${fraction}"Z"')`;

function stored(type: FieldType | undefined, text: string): string {
  if (type === 'amount') return plainAmount(text);
  if (type === 'json' || type === 'list') return text === '{}' ? text : canonicalJson(JSON.parse(text));
  return text;
}

function written(type: FieldType, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (type === 'json') {
    const text = JSON.stringify(value);
    return text === undefined ? null : stored(type, text);
  }
  if (type === 'bytes') return Buffer.isBuffer(value) ? value.toString('hex') : null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (type === 'amount') return plainAmount(text);
  return type === 'id' ? text.toLowerCase() : text;
}

/** Without zeros that say nothing: `012.50` and `12.5` are the same amount. */
function plainAmount(text: string): string {
  const found = /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(text);
  if (found === null) return text;
  const [, sign = '', whole = '', fraction = ''] = found;
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
