import { fastify, type FastifyInstance } from 'fastify';
import type { Knex } from 'knex';
import { connectDatabase } from '../../../src/db/connect.ts';
import type { AppContext } from '../../../src/context/appContext.ts';
import { nowpaymentsWebhook } from '../../../src/payments/nowpayments.webhook.ts';
import { payoutsWebhook } from '../../../src/withdrawals/payouts/payouts.webhook.ts';
import { currentActivity, runAs, type Activity, type Life } from '../interleaving/activity.ts';
import { watchStatements } from '../interleaving/watchStatements.ts';

/**
 * A process of the desk, as the runner plays it: it can be killed and is started again at once, with nothing
 * kept in memory.
 */
export interface Instance {
  name: string;
  knex: Knex;
  life: Life;
  /** Of the present life. */
  desk: AppContext;
  /** A new schedule begins: from now on desks are made this way. */
  prepare(newDesk: (knex: Knex) => AppContext): void;
  /**
   * Does something in the present life. `died` when the process was killed before it was done: the caller has
   * no answer then.
   */
  run<T>(
    crash: Activity['crash'],
    work: (desk: AppContext) => Promise<T>,
  ): Promise<{ died: false; value: T } | { died: true }>;
  /**
   * The provider's notification over the webhook's real door. Answers the HTTP status; throws when the
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
  const knex = connectDatabase(databaseUrl, { applicationName: `chaos ${name}`, poolMax: 24 });
  watchStatements(knex, trace);
  let lives = 0;
  let newDesk: (knex: Knex) => AppContext = () => {
    throw new Error('no schedule has begun');
  };

  const start = () => {
    lives += 1;
    instance.life = { name: `${name} #${lives}`, alive: true, onDeath: start };
    instance.desk = newDesk(knex);
  };

  const instance: Instance = {
    name,
    knex,
    life: { name, alive: true, onDeath: () => {} },
    desk: undefined as unknown as AppContext,
    prepare(maker) {
      newDesk = maker;
      start();
    },
    async run(crash, work) {
      const { life, desk } = instance;
      const activity: Activity = { task: currentActivity()?.task ?? null, life, crash, gates: 0 };
      try {
        const value = await runAs(activity, async () => await work(desk));
        return life.alive ? { died: false, value } : { died: true };
      } catch (error) {
        if (!life.alive) return { died: true };
        throw error;
      }
    },
    async notify(crash, { url, headers, body }) {
      const outcome = await instance.run(
        crash,
        async () => await door.inject({ method: 'POST', url: new URL(url).pathname, headers, payload: body }),
      );
      if (outcome.died) throw new Error('socket hang up');
      return outcome.value.statusCode;
    },
    close: async () => {
      await door.close();
      await knex.destroy();
    },
  };
  const door = webhookDoor(instance);
  return instance;
}

/** One HTTP app for all lives: the desk behind it is always the present one. */
function webhookDoor(instance: Instance): FastifyInstance {
  const app = fastify({ logger: false });
  const present = new Proxy({} as AppContext, {
    get: (_desk, field) => Reflect.get(instance.desk, field) as unknown,
  });
  nowpaymentsWebhook(app, present);
  payoutsWebhook(app, present);
  return app;
}
