import { createPaydeskClient } from '@paydesk/client';
import { createShop } from './shop.js';
import { openStore } from './store.js';

const deskUrl = setting('PAYDESK_URL');

const shop = createShop({
  deskUrl,
  paydesk: createPaydeskClient({ url: deskUrl, apiKey: setting('PAYDESK_API_KEY') }),
  // While a secret is rotated both, with a space between them.
  webhookSecrets: setting('PAYDESK_WEBHOOK_SECRETS').split(' '),
  store: openStore(process.env.SHOP_DATABASE ?? 'shop.sqlite'),
});
await shop.listen({ port: Number(process.env.PORT ?? 4000) });

/** @param {string} name */
function setting(name) {
  const value = process.env[name];
  if (value) return value;
  process.stderr.write(`Set ${name}: see the README of the examples\n`);
  process.exit(1);
}
