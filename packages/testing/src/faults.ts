import type { SandboxControl } from './sandboxControl.ts';

/** What goes wrong between the provider and the desk. A kind that is left out stays as it is. */
export interface Fault {
  /** The provider's next notifications. `delay`: two seconds of the desk's clock. */
  ipn?: 'drop' | 'duplicate' | 'reorder' | 'forge' | 'delay';
  /** The provider's next answers to the desk. */
  http?: '500' | '429' | 'timeout' | 'lost_response';
  /** Answers that come in time and are wrong. */
  answer?:
    | 'wrong_currency'
    | 'wrong_price'
    | 'wrong_price_currency'
    | 'wrong_address'
    | 'wrong_order'
    | 'no_memo'
    | 'no_amount'
    | 'future_time'
    | 'absurd_amount'
    | 'odd_rows'
    | 'moved_network';
  /** How many times; until `clear()` if left out. */
  count?: number;
}

export interface Faults {
  inject(fault: Fault): Promise<void>;
  /** The provider works again. As the clock advances, the desk catches up. */
  clear(): Promise<void>;
}

export function faults(control: SandboxControl): Faults {
  return {
    inject: async (fault) => await control('faults.set', fault),
    clear: async () => await control('faults.set', { ipn: null, http: null, answer: null }),
  };
}
