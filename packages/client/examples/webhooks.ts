import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { verifyWebhook, WebhookVerificationError } from '@paydesk/client';

// During a rotation both secrets: 'whsec_new… whsec_old…'.
const secrets = (process.env['PAYDESK_WEBHOOK_SECRETS'] ?? '').split(' ');

createServer(async (request, response) => {
  try {
    const event = await verifyWebhook({ body: await text(request), headers: request.headers, secrets });
    // Store it and answer; do the work afterwards. The same event may come again, with the same `id`.
    if (event.type === 'payment.credited')
      process.stdout.write(`${event.id}: ${event.data?.creditedAmountUsd} for ${event.userExternalId}\n`);
    response.writeHead(204).end();
  } catch (error) {
    const check = error instanceof WebhookVerificationError ? error.check : 'not handled';
    process.stderr.write(`${check}: ${String(error)}\n`);
    // The desk sends it again after anything but 2xx.
    response.writeHead(check === 'not handled' ? 500 : 400).end();
  }
}).listen(8080);
