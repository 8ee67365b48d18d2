import type {
  apiKeyOutput,
  auditOutput,
  ChangeRequestOutput,
  currencyOutput,
  reconciliationOutput,
  staffOutput,
  userOutput,
  webhookDeliveryOutput,
  webhookEndpointOutput,
} from '@paydesk/types';
import type { z } from 'zod';
import { columnsOf } from '../exportColumn.ts';
import { nameOf } from './nameOf.ts';

const ofCurrency = columnsOf<z.infer<typeof currencyOutput>>();

export const currencyColumns = [
  ofCurrency.text('code', 'Code', (row) => row.code),
  ofCurrency.text('name', 'Name', (row) => row.name),
  ofCurrency.text('token', 'Token', (row) => row.token),
  ofCurrency.text('network', 'Network', (row) => row.networkName),
  ofCurrency.text('contractAddress', 'Contract', (row) => row.contractAddress),
  ofCurrency.flag('isActive', 'Active', (row) => row.isActive),
  ofCurrency.flag('isAvailable', 'Available', (row) => row.isAvailable),
  ofCurrency.flag('withdrawalsEnabled', 'Withdrawals', (row) => row.withdrawalsEnabled),
  ofCurrency.decimal('minAmountUsd', 'Minimum USD', (row) => row.minAmountUsd),
  ofCurrency.decimal('networkFeeUsd', 'Network fee USD', (row) => row.networkFeeUsd),
  ofCurrency.decimal('serviceFeePercent', 'Service fee %', (row) => row.serviceFeePercent),
  ofCurrency.decimal('serviceFeeUsd', 'Service fee USD', (row) => row.serviceFeeUsd),
  ofCurrency.integer('decimalPlaces', 'Decimal places', (row) => row.decimalPlaces),
  ofCurrency.text('updatedAt', 'Updated (UTC)', (row) => row.updatedAt),
];

const ofUser = columnsOf<z.infer<typeof userOutput>>();

export const userColumns = [
  ofUser.text('id', 'Id', (row) => row.id),
  ofUser.text('externalId', 'External id', (row) => row.externalId),
  ofUser.text('username', 'Name', (row) => row.username),
  ofUser.text('email', 'E-mail', (row) => row.email),
  ofUser.flag('isFrozen', 'Frozen', (row) => row.isFrozen),
  ofUser.text('frozenAt', 'Frozen at (UTC)', (row) => row.frozenAt),
  ofUser.text('frozenNote', 'Why frozen', (row) => row.frozenNote),
  ofUser.flag('isAnonymized', 'Anonymised', (row) => row.isAnonymized),
  ofUser.text('createdAt', 'Created (UTC)', (row) => row.createdAt),
  ofUser.text('updatedAt', 'Updated (UTC)', (row) => row.updatedAt),
];

const ofChange = columnsOf<ChangeRequestOutput>();

export const changeRequestColumns = [
  ofChange.text('id', 'Id', (row) => row.id),
  ofChange.text('action', 'Kind', (row) => row.action),
  ofChange.text('summary', 'Change', (row) => row.summary),
  ofChange.text('reason', 'Reason', (row) => row.reason),
  ofChange.decimal('amountUsd', 'Amount USD', (row) => row.amountUsd),
  ofChange.text('subjectKind', 'Subject', (row) => row.subject?.kind),
  ofChange.text('subjectId', 'Subject id', (row) => row.subject?.id),
  ofChange.text('maker', 'Requested by', (row) => row.maker.name),
  ofChange.integer('requiredApprovals', 'Approvals needed', (row) => row.requiredApprovals),
  ofChange.text('approvedBy', 'Approved by', (row) =>
    row.approvals.map(({ staff }) => staff.name).join(', '),
  ),
  ofChange.text('status', 'Status', (row) => row.status),
  ofChange.text('error', 'Error', (row) => row.error),
  ofChange.text('createdAt', 'Requested (UTC)', (row) => row.createdAt),
  ofChange.text('expiresAt', 'Expires (UTC)', (row) => row.expiresAt),
  ofChange.text('appliedAt', 'Applied (UTC)', (row) => row.appliedAt),
  ofChange.text('closedBy', 'Closed by', (row) => row.closedBy?.staff?.name),
  ofChange.text('closedNote', 'Why closed', (row) => row.closedBy?.note),
];

const ofReconciliation = columnsOf<z.infer<typeof reconciliationOutput>>();

export const reconciliationColumns = [
  ofReconciliation.text('id', 'Id', (row) => row.id),
  ofReconciliation.text('status', 'Status', (row) => row.status),
  ofReconciliation.text('from', 'From (UTC)', (row) => row.from),
  ofReconciliation.text('to', 'Until (UTC)', (row) => row.to),
  ofReconciliation.integer('seen', 'Seen', (row) => row.seen),
  ofReconciliation.integer('matched', 'Matched', (row) => row.matched),
  ofReconciliation.integer('explained', 'Explained', (row) => row.explained),
  ofReconciliation.integer('unexplained', 'Unexplained', (row) => row.unexplained),
  ofReconciliation.text('startedBy', 'Started by', (row) => nameOf(row.startedBy)),
  ofReconciliation.text('lastError', 'Last error', (row) => row.lastError),
  ofReconciliation.text('startedAt', 'Started (UTC)', (row) => row.startedAt),
  ofReconciliation.text('finishedAt', 'Finished (UTC)', (row) => row.finishedAt),
];

const ofAudit = columnsOf<z.infer<typeof auditOutput>>();

// What was before and after stays in the desk.
export const auditColumns = [
  ofAudit.text('id', 'Id', (row) => row.id),
  ofAudit.text('createdAt', 'Time (UTC)', (row) => row.createdAt),
  ofAudit.text('action', 'Action', (row) => row.action),
  ofAudit.text('actor', 'By', (row) => nameOf(row.actor)),
  ofAudit.text('actorKind', 'By kind', (row) => row.actor.kind),
  ofAudit.text('actorId', 'By id', (row) => row.actor.id),
  ofAudit.text('subjectKind', 'Subject', (row) => row.subjectKind),
  ofAudit.text('subjectId', 'Subject id', (row) => row.subjectId),
  ofAudit.text('note', 'Note', (row) => row.note),
  ofAudit.text('ipAddress', 'Address', (row) => row.ipAddress),
  ofAudit.text('requestId', 'Request', (row) => row.requestId),
  ofAudit.text('sessionId', 'Session', (row) => row.sessionId),
  ofAudit.text('userAgent', 'Browser', (row) => row.userAgent),
];

const ofEndpoint = columnsOf<z.infer<typeof webhookEndpointOutput>>();

export const webhookEndpointColumns = [
  ofEndpoint.text('id', 'Id', (row) => row.id),
  ofEndpoint.text('url', 'URL', (row) => row.url),
  ofEndpoint.text('description', 'Description', (row) => row.description),
  ofEndpoint.text('eventTypes', 'Event types', (row) => row.eventTypes?.join(', ') ?? 'all'),
  ofEndpoint.flag('isEnabled', 'Enabled', (row) => row.isEnabled),
  ofEndpoint.text('disabledReason', 'Why disabled', (row) => row.disabledReason),
  ofEndpoint.integer('cursor', 'Delivered up to', (row) => row.cursor),
  ofEndpoint.integer('failures', 'Failed attempts', (row) => row.failures),
  ofEndpoint.text('failingSince', 'Failing since (UTC)', (row) => row.failingSince),
  ofEndpoint.text('createdByName', 'Created by', (row) => row.createdByName),
  ofEndpoint.text('createdAt', 'Created (UTC)', (row) => row.createdAt),
];

const ofDelivery = columnsOf<z.infer<typeof webhookDeliveryOutput>>();

export const webhookDeliveryColumns = [
  ofDelivery.text('id', 'Id', (row) => row.id),
  ofDelivery.text('endpointId', 'Endpoint id', (row) => row.endpointId),
  ofDelivery.related('webhookEndpoints.read')('endpointUrl', 'Endpoint', (row, { endpointUrl }) =>
    endpointUrl(row.endpointId),
  ),
  ofDelivery.text('eventId', 'Event id', (row) => row.eventId),
  ofDelivery.integer('eventSequence', 'Event number', (row) => row.eventSequence),
  ofDelivery.text('eventType', 'Event type', (row) => row.eventType),
  ofDelivery.text('kind', 'Kind', (row) => row.kind),
  ofDelivery.text('status', 'Status', (row) => row.status),
  ofDelivery.integer('attempts', 'Attempts', (row) => row.attempts),
  ofDelivery.integer('lastStatus', 'Last HTTP status', (row) => row.lastStatus),
  ofDelivery.text('lastError', 'Last error', (row) => row.lastError),
  ofDelivery.text('createdAt', 'Created (UTC)', (row) => row.createdAt),
  ofDelivery.text('finishedAt', 'Finished (UTC)', (row) => row.finishedAt),
];

const ofApiKey = columnsOf<z.infer<typeof apiKeyOutput>>();

export const apiKeyColumns = [
  ofApiKey.text('id', 'Id', (row) => row.id),
  ofApiKey.text('name', 'Name', (row) => row.name),
  ofApiKey.text('prefix', 'Begins with', (row) => row.prefix),
  ofApiKey.text('scopes', 'Scopes', (row) => row.scopes.join(', ')),
  ofApiKey.flag('isActive', 'Active', (row) => row.isActive),
  ofApiKey.text('allowedAddresses', 'Allowed addresses', (row) => row.allowedAddresses?.join(', ') ?? 'any'),
  ofApiKey.text('lastUsedAt', 'Last used (UTC)', (row) => row.lastUsedAt),
  ofApiKey.text('lastUsedFrom', 'Last used from', (row) => row.lastUsedFrom),
  ofApiKey.text('createdAt', 'Created (UTC)', (row) => row.createdAt),
  ofApiKey.text('expiresAt', 'Expires (UTC)', (row) => row.expiresAt),
  ofApiKey.text('revokedAt', 'Revoked (UTC)', (row) => row.revokedAt),
];

const ofStaff = columnsOf<z.infer<typeof staffOutput>>();

export const staffColumns = [
  ofStaff.text('id', 'Id', (row) => row.id),
  ofStaff.text('name', 'Name', (row) => row.name),
  ofStaff.text('email', 'E-mail', (row) => row.email),
  ofStaff.text('role', 'Role', (row) => row.role),
  ofStaff.flag('isActive', 'Active', (row) => row.isActive),
  ofStaff.flag('twoFactorEnabled', 'Authenticator app', (row) => row.twoFactorEnabled),
  ofStaff.integer('passkeys', 'Passkeys', (row) => row.passkeys),
  ofStaff.text('lastSeenAt', 'Last seen (UTC)', (row) => row.lastSeenAt),
  ofStaff.text('createdAt', 'Created (UTC)', (row) => row.createdAt),
  ofStaff.text('deactivatedAt', 'Deactivated (UTC)', (row) => row.deactivatedAt),
];
