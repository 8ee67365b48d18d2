import type { Simulator } from '@paydesk/simulator';
import type { Actor, Currency } from '@paydesk/server/domain';
import type { Lives } from './lives.ts';

/** A customer of the demo. */
export interface Customer {
  name: string;
  registersAt: number;
  /** Frozen from here on; anonymised from here on. */
  frozenAt: number | null;
  leavesAt: number | null;
  /** Known once registered. */
  id: string;
}

/** An account of somebody who may be played. */
export interface Login {
  email: string;
  password: string;
}

/** Where the demo's stories play. */
export interface Stage {
  lives: Lives;
  simulator: Simulator;
  /** The first day, and the present, in milliseconds since 1970. */
  startAt: number;
  endAt: number;
  /** The shop whose server calls the desk. */
  shop: Actor;
  operator: Actor;
  approvers: readonly [Actor, Actor];
  /** Sends what the others approved. */
  payer: Actor;
  /** The sender's account, if it was made just now. */
  colleague: Login | null;
  admin: Actor;
  customers: readonly Customer[];
  currencies: ReadonlyMap<string, Currency>;
}

export function currencyOf(stage: Stage, code: string): Currency {
  const currency = stage.currencies.get(code);
  if (currency === undefined) throw new Error(`the demo does not offer ${code}`);
  return currency;
}

/** The customer acting for itself, by a user token. */
export const itself = (customer: Customer): Actor => ({ kind: 'user', id: customer.id, name: customer.name });
