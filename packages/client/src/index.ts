export { createPaydeskClient, type PaydeskClient, type PaydeskClientOptions } from './createPaydeskClient.ts';
export { isPaydeskError, PaydeskError, type FailureReason } from './paydeskError.ts';
export type { AppRouter } from '@paydesk/server/router';
