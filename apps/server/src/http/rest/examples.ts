import { componentOf, type Schema } from './openApiSchemas.ts';

const ID = '01989d7e-2c5a-7c3e-9f4b-3a1d5e8c7b60';
const TIME = '2026-03-14T09:26:53.000Z';

/** Values of fields, so that the examples belong together: Ada pays in 50 dollars in bitcoin. */
const BY_FIELD: Readonly<Record<string, unknown>> = {
  amountUsd: '50.00',
  amountUsdMin: '10.00',
  amountUsdMax: '100.00',
  amountDisplay: '50.00 USD',
  balanceDisplay: '120.00 USD',
  balanceUsd: '120.00',
  availableUsd: '120.00',
  heldUsd: '0.00',
  suspenseAmountUsd: '0.00',
  returnedAmountUsd: '0.00',
  feeAmountUsd: '0.00',
  inFlightAmountUsd: '0.00',
  networkFeeUsd: '1.00',
  serviceFeeUsd: '0.50',
  totalFeeUsd: '1.50',
  finalAmountUsd: '48.50',
  serviceFeePercent: '1',
  payAmount: '0.00075',
  actualAmount: null,
  cryptoAmount: '0.00072',
  cryptoAmountEstimate: '0.00072',
  rateUsd: '66666.67',
  code: 'btc',
  currencyCode: 'btc',
  currencyDisplayName: 'Bitcoin',
  displayName: 'Bitcoin',
  name: 'Bitcoin',
  token: 'BTC',
  symbol: '₿',
  network: 'btc',
  networkName: 'Bitcoin',
  provider: 'nowpayments',
  externalId: '42',
  username: 'ada',
  email: 'ada@example.org',
  userExternalId: '42',
  description: 'Top-up of 50 dollars',
  idempotencyKey: 'order-4711',
  metadata: { orderId: '4711' },
  walletAddress: 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
  payAddress: 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
  status: 'pending',
  statusColor: 'warning',
  page: 1,
  perPage: 25,
  total: 1,
  hasNextPage: false,
  hasPreviousPage: false,
  totalIsEstimate: false,
  q: 'ada',
  sort: '-createdAt',
  after: '1041',
  cursor: 'eyJ2IjoxfQ',
  nextCursor: '1042',
  limit: 100,
  sequence: 1042,
  types: ['payment.credited'],
  resourceType: 'payment',
  resourceId: ID,
  type: 'payment.credited',
  data: undefined,
  needsAttention: null,
  parentPaymentId: null,
  suspenseItemId: null,
  withdrawalRequestId: null,
  refundOfId: null,
  completedAt: null,
  approvedAt: null,
  rejectedAt: null,
  cancelledAt: null,
  startedBy: null,
  completedBy: null,
  actualAmountUsd: '0.00',
  creditedAmountUsd: '0.00',
  isPending: true,
  isIntact: true,
  canBeCancelled: true,
  confirmationsCount: 0,
  internalPaymentId: 'PAY-01989d7e2c5a',
  internalWithdrawalId: 'WD-01989d7e2c5a',
  addressConfirmation: null,
  ttlSeconds: 900,
  isFrozen: false,
  frozenAt: null,
  frozenNote: null,
  isAnonymized: false,
  anonymizedAt: null,
  extraId: null,
  notes: [],
  approvals: [],
  decision: null,
  payout: null,
  pendingChange: null,
  providerData: null,
  at: TIME,
  decimalPlaces: 8,
};

/** Values that differ from those of the same field elsewhere. */
const BY_COMPONENT: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  UserToken: { token: 'ut_example' },
  Session: { name: 'shop', email: null, role: null },
  Actor: { kind: 'service', name: 'shop' },
};

/** Optional fields that an example does without. */
const LEFT_OUT = new Set([
  'userExternalId',
  'extraId',
  'addressConfirmation',
  'page',
  'nextCursor',
  'notes',
  'providerData',
  'after',
]);

/** A value that the schema accepts, of the kind that a desk sends and receives. */
export function exampleOf(schema: Schema, components: ReadonlyMap<string, Schema>, field = ''): unknown {
  if (schema.$ref !== undefined) return exampleComponent(componentOf(schema.$ref), components, field);
  if (schema.const !== undefined) return schema.const;
  const types = [schema.type].flat();
  const known = BY_FIELD[field];
  if (known !== undefined && fits(known, schema)) return known;
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first !== undefined) return exampleOf(first, components, field);
  if (types.includes('object')) return exampleObject(schema, components);
  if (types.includes('array')) return [exampleOf(schema.items ?? {}, components, singular(field))];
  if (types.includes('boolean')) return false;
  if (types.includes('integer') || types.includes('number')) return Math.max(1, schema.minimum ?? 1);
  if (schema.format === 'uuid') return ID;
  if (schema.format === 'date-time') return TIME;
  if (types.includes('string')) return exampleText(schema, types.includes('null'));
  return {};
}

function exampleComponent(name: string, components: ReadonlyMap<string, Schema>, field: string): unknown {
  const example = exampleOf(components.get(name) ?? {}, components, field);
  const own = Object.hasOwn(BY_COMPONENT, name) ? BY_COMPONENT[name] : undefined;
  return own === undefined ? example : { ...(example as object), ...own };
}

function exampleObject({ properties = {}, required = [] }: Schema, components: ReadonlyMap<string, Schema>) {
  const shown = Object.entries(properties).filter(([name]) => required.includes(name) || !LEFT_OUT.has(name));
  return Object.fromEntries(shown.map(([name, inner]) => [name, exampleOf(inner, components, name)]));
}

function exampleText({ pattern }: Schema, mayBeNull: boolean): string | null {
  if (mayBeNull) return null;
  return pattern === undefined
    ? 'text'
    : (PATTERNED.find((text) => new RegExp(pattern).test(text)) ?? 'text');
}

const PATTERNED = ['50.00', '0.00075', '1', 'order-4711'];

const singular = (field: string) => (field === 'ids' ? 'id' : field.replace(/s$/, ''));

function fits(value: unknown, { type, enum: values, pattern, format }: Schema): boolean {
  const types = [type].flat();
  if (values !== undefined) return values.includes(value);
  if (format === 'uuid' && value !== ID) return false;
  if (value === null) return types.includes('null');
  if (Array.isArray(value)) return types.includes('array');
  if (typeof value === 'number') return types.includes('integer') || types.includes('number');
  if (typeof value === 'string' && pattern !== undefined && !new RegExp(pattern).test(value)) return false;
  return types.includes(typeof value);
}
