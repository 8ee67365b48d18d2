import { createPaydeskClient } from '@paydesk/client';

const paydesk = createPaydeskClient({ url: 'https://pay.example.com', apiKey: 'pk_…' });
const user = await paydesk.users.upsert.mutate({ externalId: '42', username: 'ada' });
const payment = await paydesk.payments.create.mutate({
  userId: user.id,
  amountUsd: '99.99',
  currencyCode: 'USDTTRC20',
  idempotencyKey: 'deposit-1',
});
process.stdout.write(`Send the payer to ${payment.paymentUrl}\n`);
// When the money is there:
await paydesk.transactions.charge.mutate({
  userId: user.id,
  amountUsd: '25.00',
  description: 'Pro plan',
  idempotencyKey: 'subscription-1',
});
