/** What server and worker consist of, for a program that runs both in its own process. */
export { createApiKey } from '../apiKeys/createApiKey.ts';
export { sealKeyOf } from '../seals/sealKey.ts';
export { createApp } from '../http/createApp.ts';
export { createAuth } from '../signIn/createAuth.ts';
export { createEndpoint } from '../webhooks/createEndpoint.ts';
export { drawOriginBoundary } from '../seals/originBoundary.ts';
export type { Job } from '../context/job.ts';
export { JOBS } from '../http/jobs.ts';
export { originKeyOf } from '../origin/originKey.ts';
export { recordDeskSettings } from '../system/recordDeskSettings.ts';
export { readSettings } from '../base/settings.ts';
export { startDeliveries, type Deliveries } from '../webhooks/delivery/startDeliveries.ts';
export { startSequencer, type Sequencer } from '../events/startSequencer.ts';
export { verifyDesk } from '../verify/verifyDesk.ts';
