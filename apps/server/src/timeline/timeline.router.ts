import { timelineInput, timelineOutput } from '@paydesk/types';
import { DomainError } from '../base/domainError.ts';
import { Payment } from '../models/Payment.ts';
import { User } from '../models/User.ts';
import { router, staffOnly } from '../trpc/procedure.ts';
import { readMoney } from './readMoney.ts';
import { readTimeline } from './readTimeline.ts';

export const timelineRouter = router({
  /** What happened to a user's money, newest first, and where it is now. */
  ofUser: staffOnly('users.read')
    .input(timelineInput)
    .output(timelineOutput)
    .query(async ({ ctx: { app, principal }, input }) => {
      const user = await User.query(app.knex).findById(input.id);
      if (user === undefined) throw new DomainError('NOT_FOUND', 'no such user');
      const { permissions } = principal;
      const [page, money] = await Promise.all([
        readTimeline(app, { ...input, of: 'user', permissions }),
        input.cursor === undefined ? readMoney(app, { userId: user.id, payment: null, permissions }) : null,
      ]);
      return { ...page, money };
    }),
  /** The same of one payment, with further deposits to its address. */
  ofPayment: staffOnly('payments.read')
    .input(timelineInput)
    .output(timelineOutput)
    .query(async ({ ctx: { app, principal }, input }) => {
      const payment = await Payment.query(app.knex).findById(input.id);
      if (payment === undefined) throw new DomainError('NOT_FOUND', 'no such payment');
      const { permissions } = principal;
      const [page, money] = await Promise.all([
        readTimeline(app, { ...input, of: 'payment', permissions }),
        input.cursor === undefined ? readMoney(app, { userId: payment.userId, payment, permissions }) : null,
      ]);
      return { ...page, money };
    }),
});
