export { WebhookEndpointList } from './WebhookEndpointList.tsx';
export { WebhookEndpointShow } from './WebhookEndpointShow.tsx';
