import process from 'node:process';
import { createPaydeskClient, isPaydeskError } from '@paydesk/client';

const desk = createPaydeskClient({
  url: process.env['PAYDESK_URL'] ?? 'http://localhost:3000',
  apiKey: process.env['PAYDESK_API_KEY'] ?? '',
});

const user = await desk.users.upsert.mutate({ externalId: 'customer-42', username: 'ada' });
const payment = await desk.payments.create.mutate({
  userId: user.id,
  amountUsd: '50.00',
  currencyCode: 'USDTBSC',
  idempotencyKey: 'ts-order-1',
});
process.stdout.write(`Pay ${payment.payAmount} USDT at ${payment.paymentUrl}\n`);

try {
  const charge = await desk.transactions.charge.mutate({
    userId: user.id,
    amountUsd: '9.99',
    description: 'Pro plan',
    idempotencyKey: 'ts-invoice-1',
  });
  process.stdout.write(`Charged; ${charge.balanceAfter} USD are left\n`);
} catch (error) {
  if (!isPaydeskError(error, 'INSUFFICIENT_FUNDS')) throw error;
  process.stdout.write('Not paid yet\n');
}
