import {
  createPaydeskClient,
  isPaydeskError,
  verifyWebhook,
  type Page,
  type Payment,
  type PaydeskClient,
} from '@paydesk/client';
import { paymentOutput, type WithdrawalStatus } from '@paydesk/types';
import { paymentCan, type PaymentStatus } from '@paydesk/types/rules';

const desk: PaydeskClient = createPaydeskClient({ url: 'https://desk.example.com', apiKey: 'pk_…' });

export async function topUp(userId: string): Promise<Payment> {
  const page: Page<Payment> = await desk.payments.list.query({
    filter: { status: ['pending', 'confirming'] },
  });
  for await (const payment of desk.payments.iterate({ filter: { userId } })) {
    if (payment.status === 'completed') return payment;
  }
  const status: PaymentStatus = page.data[0]?.status ?? 'pending';
  if (!paymentCan.cancel({ status } as never)) throw new Error('no');
  return await desk.payments.create.mutate({ userId, amountUsd: '5.00', currencyCode: 'BTC' });
}

export async function onWebhook(request: Request): Promise<WithdrawalStatus | null> {
  const event = await verifyWebhook({
    body: await request.text(),
    headers: request.headers,
    secrets: ['whsec_…'],
  });
  return event.type === 'withdrawal.completed' ? (event.data?.status ?? null) : null;
}

export async function onFailure(error: unknown): Promise<string | null> {
  paymentOutput.parse({});
  if (isPaydeskError(error, 'INSUFFICIENT_FUNDS')) return error.requestId;
  // @ts-expect-error staff only
  await desk.withdrawals.approve.mutate({ id: '' });
  // @ts-expect-error amounts are strings
  await desk.transactions.charge.mutate({ userId: '', amountUsd: 5 });
  return null;
}
