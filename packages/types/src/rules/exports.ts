/** The lists that staff can export. */
export const EXPORT_RESOURCES = [
  'payments',
  'suspense',
  'balances',
  'transactions',
  'withdrawals',
  'currencies',
  'users',
  'changeRequests',
  'reconciliations',
  'audit',
  'webhookEndpoints',
  'webhookDeliveries',
  'apiKeys',
  'staff',
] as const;
export type ExportResource = (typeof EXPORT_RESOURCES)[number];

export const EXPORT_FORMATS = ['csv', 'jsonl', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * - `waiting`: the download has not begun.
 * - `running`: rows are being sent.
 * - `done`: the whole file was sent.
 * - `cancelled`, `failed`: it ended before; the file is incomplete.
 */
export const EXPORT_STATUSES = ['waiting', 'running', 'done', 'cancelled', 'failed'] as const;
export type ExportStatus = (typeof EXPORT_STATUSES)[number];

/** Exports of one person at the same time, and in an hour. */
export const MAX_OPEN_EXPORTS = 2;
export const MAX_EXPORTS_PER_HOUR = 60;
