import { EVENT_TYPES, SERVICE_SCOPES, STAFF_ROLES } from '@paydesk/types';
import { ANSWER_FAULTS, HTTP_FAULTS, IPN_FAULTS } from '@paydesk/simulator';
import { z } from 'zod';
import { advance } from '../advance.ts';
import type { Sandbox } from '../openSandbox.ts';
import { settle } from '../settle.ts';
import { invariants } from './invariants.ts';
import { deposit, expire, notifyAgain, payLate } from './payments.ts';
import { newApiKey, newStaff, newWebhook } from './people.ts';

const YEAR_MS = 366 * 24 * 3_600_000;

const decimal = z.string().regex(/^\d{1,20}(\.\d{1,30})?$/, 'must be a decimal text');
const paymentId = z.strictObject({ id: z.uuid() });
const depositInput = z.strictObject({
  id: z.uuid(),
  amount: z.union([
    z.literal('full'),
    z.strictObject({ share: decimal }),
    z.strictObject({ units: decimal }),
  ]),
  asset: z.string().min(1).max(40).optional(),
});

/** A kind that is absent stays as it is; null removes it. */
const faultsInput = z.strictObject({
  ipn: z.enum(IPN_FAULTS).nullable().optional(),
  http: z.enum(HTTP_FAULTS).nullable().optional(),
  answer: z.enum(ANSWER_FAULTS).nullable().optional(),
  count: z.number().int().min(1).max(1_000_000).optional(),
});

interface Control {
  run(sandbox: Sandbox, input: unknown): Promise<unknown>;
}

function control<Input>(input: z.ZodType<Input>, run: (sandbox: Sandbox, input: Input) => unknown): Control {
  return { run: async (sandbox, given) => await run(sandbox, input.parse(given)) };
}

const nothing = z.strictObject({});

/** What a test may ask of a sandbox, by name. */
export const CONTROLS: Readonly<Record<string, Control>> = {
  'clock.now': control(nothing, ({ clock }) => ({ now: clock.now().toISOString() })),
  'clock.advance': control(
    z.strictObject({ ms: z.number().int().min(1).max(YEAR_MS) }),
    async (sandbox, { ms }) => {
      await advance(sandbox, ms);
      return { now: sandbox.clock.now().toISOString() };
    },
  ),
  settle: control(nothing, settle),
  'payments.deposit': control(depositInput, deposit),
  'payments.payLate': control(depositInput, payLate),
  'payments.expire': control(paymentId, async (sandbox, { id }) => await expire(sandbox, id)),
  'payments.notifyAgain': control(paymentId, async (sandbox, { id }) => await notifyAgain(sandbox, id)),
  'faults.set': control(faultsInput, async ({ simulator }, { count, ...kinds }) => {
    await simulator.setFaults({ ...kinds, ...(count !== undefined && { count }) });
  }),
  invariants: control(nothing, invariants),
  'apiKeys.create': control(
    z.strictObject({ name: z.string().min(1).max(80), scopes: z.array(z.enum(SERVICE_SCOPES)).min(1) }),
    newApiKey,
  ),
  'staff.create': control(
    z.strictObject({ name: z.string().min(1).max(80), role: z.enum(STAFF_ROLES) }),
    newStaff,
  ),
  'webhooks.create': control(
    z.strictObject({ url: z.url(), types: z.array(z.enum(EVENT_TYPES)).min(1).nullable() }),
    newWebhook,
  ),
};
