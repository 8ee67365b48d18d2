export { WebhookDeliveryList } from './WebhookDeliveryList.tsx';
export { WebhookDeliveryShow } from './WebhookDeliveryShow.tsx';
