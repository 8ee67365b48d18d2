import { command } from '../command.ts';
import { addWebhook, endpointInput, endpointOptions } from './addWebhook.ts';

export const createWebhookEndpointCommand = command({
  name: 'create-webhook-endpoint',
  summary: 'The same as “webhook add”, for scripts from before',
  options: {
    url: { value: 'URL', help: 'Where your app receives webhooks', required: true },
    ...endpointOptions,
  },
  input: endpointInput,
  run: addWebhook,
});
