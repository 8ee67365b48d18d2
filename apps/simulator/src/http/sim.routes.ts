import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Controls } from '../controls.ts';
import type { SimulatorContext } from '../context.ts';
import { ANSWER_FAULTS, HTTP_FAULTS, IPN_FAULTS, MAX_FAULT_COUNT } from '../faults/faults.ts';
import { isNumberToken, type NumberToken } from '../json/exactJson.ts';
import { plain } from '../money/decimal.ts';
import type { PaymentRecord } from '../records/paymentRecord.ts';
import { presentPayment } from '../payments/presentPayment.ts';
import { requireLoopback } from './requireLoopback.ts';
import { readInput } from '../input/readInput.ts';

const token = z.custom<NumberToken>(isNumberToken, 'must be a number');
const number = token.transform(({ rawJSON }) => Number(rawJSON));
const TEN_YEARS_S = 10 * 365 * 24 * 3600;

const depositBody = z.strictObject({
  amount: z.union(
    [z.string(), token.transform(({ rawJSON }) => plain(rawJSON))],
    'must be a decimal text or "full"',
  ),
  asset: z.string('must be a string').max(32).optional(),
});
const faultsBody = z.strictObject({
  ipn: z.enum(IPN_FAULTS).nullable().optional(),
  // Clients send 500 and 429 as numbers or as text.
  http: z
    .union(
      [z.enum(HTTP_FAULTS), token.transform(({ rawJSON }) => rawJSON).pipe(z.enum(HTTP_FAULTS))],
      `must be one of ${HTTP_FAULTS.join(', ')}`,
    )
    .nullable()
    .optional(),
  answer: z.enum(ANSWER_FAULTS).nullable().optional(),
  count: number.pipe(z.int().min(1).max(MAX_FAULT_COUNT)).optional(),
});
const clockBody = z.strictObject({
  advanceSeconds: number.pipe(z.number().min(-TEN_YEARS_S).max(TEN_YEARS_S)),
});

const balanceBody = z.strictObject({
  currency: z.string('must be a string').min(1).max(32),
  amount: z.union([z.string(), token.transform(({ rawJSON }) => plain(rawJSON))], 'must be a decimal text'),
});

type ById = { Params: { paymentId: string } };
type PayoutById = { Params: { payoutId: string } };

/** The controls over HTTP, for this machine only. */
export const simRoutes = (app: FastifyInstance, ctx: SimulatorContext, controls: Controls): void => {
  app.addHook('onRequest', requireLoopback);
  const answer = (payment: PaymentRecord) => ({
    payment: presentPayment(payment, ctx.clock.now()),
    parentPaymentId: payment.parentPaymentId,
  });

  app.post<ById>('/payments/:paymentId/deposit', async (request) =>
    answer(await controls.deposit(request.params.paymentId, readInput(depositBody, request.body))),
  );

  app.post<ById>('/payments/:paymentId/status', async (request) =>
    answer(await controls.setStatus(request.params.paymentId, (request.body ?? {}) as object)),
  );

  app.post<ById>('/payments/:paymentId/ipn', async (request) =>
    answer(await controls.resendIpn(request.params.paymentId)),
  );

  app.post<PayoutById>('/payouts/:payoutId/status', async (request) => ({
    payout: await controls.setPayoutStatus(request.params.payoutId, (request.body ?? {}) as object),
  }));

  app.post<PayoutById>('/payouts/:payoutId/ipn', async (request) => ({
    payout: await controls.resendPayoutIpn(request.params.payoutId),
  }));

  app.post('/balance', (request) => {
    const { currency, amount } = readInput(balanceBody, request.body);
    controls.setBalance(currency, amount);
    return { currency: currency.toLowerCase(), amount };
  });

  app.post('/faults', async (request) => ({
    faults: await controls.setFaults(readInput(faultsBody, request.body)),
  }));

  app.post('/clock', async (request) => {
    await controls.advanceClock(readInput(clockBody, request.body).advanceSeconds);
    return { clock: controls.state().clock };
  });

  app.get('/state', () => controls.state());
};
