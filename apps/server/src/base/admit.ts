import type { Knex } from 'knex';
import type { Posted } from './actor.ts';

/** What `Actor.admit` is: see there. */
export type Admit = (trx: Knex.Transaction, posted?: Posted) => Promise<void>;
