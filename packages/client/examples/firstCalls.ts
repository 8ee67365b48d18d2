import { createPaydeskClient, isPaydeskError } from '@paydesk/client';

const desk = createPaydeskClient({ url: 'https://desk.example.com', apiKey: 'pk_…' });

// 1. Your customer, under your own id. Calling it again is safe.
const customer = await desk.users.upsert.mutate({
  externalId: 'customer-42',
  username: 'Ada Okafor',
  email: 'ada@example.com',
});

// 2. A deposit: send the payer to `paymentUrl`, or show `payAddress`, `payAmount` and `qrData` yourself.
const payment = await desk.payments.create.mutate({
  userId: customer.id,
  amountUsd: '50.00',
  currencyCode: 'USDTTRC20',
  description: 'Top-up',
  idempotencyKey: 'order-1001',
});
process.stdout.write(
  `Pay ${payment.payAmount} ${payment.currencyDisplayName} to ${payment.payAddress}: ${payment.paymentUrl}\n`,
);

// 3. A short-lived token for the customer's browser: it can read only that customer's rows and do only what
//    `scopes` allows; by default everything that users may do. `users.revokeTokens` ends all tokens of a
//    customer at once.
const { token } = await desk.users.token.mutate({
  userId: customer.id,
  ttlSeconds: 900,
  scopes: ['payments.read', 'payments.create', 'balances.read'],
});
const browser = createPaydeskClient({ url: 'https://desk.example.com', userToken: token });
const { data: payments } = await browser.payments.list.query({
  filter: { status: ['pending', 'confirming'] },
});
process.stdout.write(`${payments.length} deposits are under way\n`);

try {
  // 4. Charge the balance, and refund a part.
  const charge = await desk.transactions.charge.mutate({
    userId: customer.id,
    amountUsd: '9.99',
    description: 'October',
    idempotencyKey: 'invoice-7',
  });
  await desk.transactions.refund.mutate({
    chargeId: charge.id,
    amountUsd: '2.50',
    idempotencyKey: 'invoice-7-refund',
  });

  // 5. A withdrawal: its amount is held at once, staff approve it, and it completes with the hash of the
  //    payout.
  const withdrawal = await desk.withdrawals.create.mutate({
    userId: customer.id,
    amountUsd: '25.00',
    currencyCode: 'USDTTRC20',
    walletAddress: 'TVpTNMqPp24odbWbc91DDoejqhFG5A3CDP',
    idempotencyKey: 'payout-3',
  });
  process.stdout.write(
    `${withdrawal.internalWithdrawalId}: ${withdrawal.finalAmountUsd} USD after ${withdrawal.totalFeeUsd} USD of fees\n`,
  );
} catch (error) {
  // Until the deposit has arrived. Run it again then: repeated keys act once.
  if (!isPaydeskError(error, 'INSUFFICIENT_FUNDS')) throw error;
  process.stdout.write('Please top up first\n');
}
