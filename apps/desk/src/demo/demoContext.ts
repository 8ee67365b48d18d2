import type { Simulator } from '@paydesk/simulator';
import type { Actor, Currency } from '@paydesk/server/domain';
import type { Timeline } from './timeline.ts';

/** A customer of the demo; times in milliseconds since 1970. */
export interface Customer {
  name: string;
  registersAt: number;
  frozenAt: number | null;
  /** When the customer is anonymised. */
  anonymizedAt: number | null;
  /** Known once registered. */
  id: string;
}

/** An account that visitors of the demo can sign in with. */
export interface Login {
  email: string;
  password: string;
}

/** What scenarios work with. */
export interface DemoContext {
  timeline: Timeline;
  simulator: Simulator;
  /** The first day, and the present, in milliseconds since 1970. */
  startAt: number;
  endAt: number;
  /** The shop whose server calls the desk. */
  shop: Actor;
  operator: Actor;
  approvers: readonly [Actor, Actor];
  /** Pays out what the approvers approved. */
  payer: Actor;
  /** The payer's account, if it was made just now. */
  colleague: Login | null;
  admin: Actor;
  customers: readonly Customer[];
  currencies: ReadonlyMap<string, Currency>;
}

export function currencyOf(demo: DemoContext, code: string): Currency {
  const currency = demo.currencies.get(code);
  if (currency === undefined) throw new Error(`the demo does not offer ${code}`);
  return currency;
}

/** The customer acting for itself, by a user token. */
export const asCustomer = (customer: Customer): Actor => ({
  kind: 'user',
  id: customer.id,
  name: customer.name,
});
