export const IPN_FAULTS = ['drop', 'duplicate', 'reorder', 'forge', 'delay'] as const;
export const HTTP_FAULTS = ['500', '429', 'timeout', 'lost_response'] as const;
/** Answers that arrive in time and are wrong: of payments (create, GET, list, IPN), the last two of currencies. */
export const ANSWER_FAULTS = [
  'wrong_currency',
  'wrong_price',
  'wrong_price_currency',
  'wrong_address',
  'wrong_order',
  'no_memo',
  'no_amount',
  'future_time',
  'absurd_amount',
  'odd_rows',
  'moved_network',
] as const;
export type IpnFault = (typeof IPN_FAULTS)[number];
export type HttpFault = (typeof HTTP_FAULTS)[number];
export type AnswerFault = (typeof ANSWER_FAULTS)[number];

/** A fault in force. `left`: how many more times; null: until it is removed. */
type ActiveFault<F> = { fault: F; left: number | null } | null;
export type FaultState = {
  ipn: ActiveFault<IpnFault>;
  http: ActiveFault<HttpFault>;
  answer: ActiveFault<AnswerFault>;
};
/** A kind that is absent does not change; null removes it. `count` applies to the kinds beside it. */
export type FaultRequest = {
  ipn?: IpnFault | null;
  http?: HttpFault | null;
  answer?: AnswerFault | null;
  count?: number;
};

export type Faults = {
  state(): FaultState;
  set(request: FaultRequest): FaultState;
  peekIpn(): IpnFault | null;
  peekHttp(): HttpFault | null;
  /** Uses the current fault once, if there is one. */
  takeIpn(): IpnFault | null;
  takeHttp(): HttpFault | null;
  peekAnswer(): AnswerFault | null;
  takeAnswer(): AnswerFault | null;
};

export const createFaults = (): Faults => {
  const state: FaultState = { ipn: null, http: null, answer: null };
  const take = <K extends keyof FaultState>(kind: K): NonNullable<FaultState[K]>['fault'] | null => {
    const active = state[kind];
    if (active === null) return null;
    if (active.left !== null) active.left -= 1;
    if (active.left === 0) state[kind] = null as FaultState[K];
    return active.fault;
  };
  return {
    state: () => structuredClone(state),
    set: ({ ipn, http, answer, count }) => {
      const left = count ?? null;
      if (ipn !== undefined) state.ipn = ipn === null ? null : { fault: ipn, left };
      if (http !== undefined) state.http = http === null ? null : { fault: http, left };
      if (answer !== undefined) state.answer = answer === null ? null : { fault: answer, left };
      return structuredClone(state);
    },
    peekIpn: () => state.ipn?.fault ?? null,
    peekHttp: () => state.http?.fault ?? null,
    takeIpn: () => take('ipn'),
    takeHttp: () => take('http'),
    peekAnswer: () => state.answer?.fault ?? null,
    takeAnswer: () => take('answer'),
  };
};

export const MAX_FAULT_COUNT = 1_000_000;
