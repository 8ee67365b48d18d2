import { sendFailure } from '../../../src/http/uniformErrors.ts';
import { fastify, type FastifyInstance } from 'fastify';
import type { Knex } from 'knex';
import { connectDatabase } from '../../../src/db/connect.ts';
import type { AppContext } from '../../../src/context/appContext.ts';
import { nowpaymentsWebhook } from '../../../src/payments/nowpayments.webhook.ts';
import { payoutsWebhook } from '../../../src/withdrawals/payouts/payouts.webhook.ts';
import { currentActivity, runAs, type Activity, type Incarnation } from '../interleaving/activity.ts';
import { watchStatements } from '../interleaving/watchStatements.ts';

/**
 * A simulated process of the desk: it can be killed, and starts again at once with an empty memory.
 */
export interface Instance {
  name: string;
  knex: Knex;
  incarnation: Incarnation;
  /** Of the current incarnation. */
  ctx: AppContext;
  /** A new schedule begins: from now on contexts are made this way. */
  prepare(newContext: (knex: Knex) => AppContext): void;
  /**
   * Runs work in the current incarnation. `died` when the process was killed before the end: the caller has
   * no answer then.
   */
  run<T>(
    crash: Activity['crash'],
    work: (ctx: AppContext) => Promise<T>,
  ): Promise<{ died: false; value: T } | { died: true }>;
  /**
   * Sends the provider's notification to the real webhook endpoint. Returns the HTTP status; throws when the
   * process was killed.
   */
  notify(
    crash: Activity['crash'],
    ipn: { url: string; headers: Record<string, string>; body: string },
  ): Promise<number>;
  close(): Promise<void>;
}

export function createInstance(
  name: string,
  databaseUrl: string,
  trace: (activity: Activity, statement: string) => void,
): Instance {
  const knex = connectDatabase(databaseUrl, {
    applicationName: `chaos ${name}`,
    poolMax: 24,
    isPatient: true,
  });
  watchStatements(knex, trace);
  let incarnations = 0;
  let newContext: (knex: Knex) => AppContext = () => {
    throw new Error('no schedule has begun');
  };

  const start = () => {
    incarnations += 1;
    instance.incarnation = { name: `${name} #${incarnations}`, alive: true, onDeath: start };
    instance.ctx = newContext(knex);
  };

  const instance: Instance = {
    name,
    knex,
    incarnation: { name, alive: true, onDeath: () => {} },
    ctx: undefined as unknown as AppContext,
    prepare(maker) {
      newContext = maker;
      start();
    },
    async run(crash, work) {
      const { incarnation, ctx } = instance;
      const activity: Activity = { task: currentActivity()?.task ?? null, incarnation, crash, gates: 0 };
      try {
        const value = await runAs(activity, async () => await work(ctx));
        return incarnation.alive ? { died: false, value } : { died: true };
      } catch (error) {
        if (!incarnation.alive) return { died: true };
        throw error;
      }
    },
    async notify(crash, { url, headers, body }) {
      const outcome = await instance.run(
        crash,
        async () =>
          await webhookApp.inject({ method: 'POST', url: new URL(url).pathname, headers, payload: body }),
      );
      if (outcome.died) throw new Error('socket hang up');
      return outcome.value.statusCode;
    },
    close: async () => {
      await webhookApp.close();
      await knex.destroy();
    },
  };
  const webhookApp = createWebhookApp(instance);
  return instance;
}

/** One HTTP app for all incarnations: the context behind it is always the current one. */
function createWebhookApp(instance: Instance): FastifyInstance {
  const app = fastify({ logger: false });
  const present = new Proxy({} as AppContext, {
    get: (_desk, field) => Reflect.get(instance.ctx, field) as unknown,
  });
  app.setErrorHandler(
    async (error, request, reply) => await sendFailure(instance.ctx, error, request, reply),
  );
  nowpaymentsWebhook(app, present);
  payoutsWebhook(app, present);
  return app;
}
