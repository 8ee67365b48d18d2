import type { AppRouter } from '@paydesk/server/router';
import { ERROR_REASONS, type ErrorReason } from '@paydesk/types/rules';
import { type inferRouterInputs, type inferRouterOutputs, TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { vi } from 'vitest';

type Outputs = inferRouterOutputs<AppRouter>;
type Inputs = inferRouterInputs<AppRouter>;

/** The name of a procedure, such as `withdrawals.approve`. */
export type Procedure = {
  [Router in keyof Outputs]: `${Router}.${keyof Outputs[Router] & string}`;
}[keyof Outputs];
type Of<Tree, Name> = Name extends `${infer Router}.${infer Rest}`
  ? Router extends keyof Tree
    ? Rest extends keyof Tree[Router]
      ? Tree[Router][Rest]
      : never
    : never
  : never;
/** Lists may be called without an input; the app always sends one. */
export type InputOf<Name extends Procedure> = Exclude<Of<Inputs, Name>, undefined | void>;
export type OutputOf<Name extends Procedure> = Of<Outputs, Name>;

/** Thrown by an answer: the desk rejects the call for this reason. */
export class Rejection extends Error {
  readonly reason: ErrorReason;
  readonly details: Record<string, unknown> | null;

  constructor(
    reason: ErrorReason,
    message = 'rejected by the fake desk',
    details: Record<string, unknown> | null = null,
  ) {
    super(message);
    this.reason = reason;
    this.details = details;
  }
}

/**
 * Stands in for the server at the network: answers the batch requests of the tRPC client by the name of each
 * procedure. Everything above `fetch` is the app's own code.
 */
export class FakeDesk {
  /** Every call in the order in which it came in. */
  readonly calls: { name: string; input: unknown }[] = [];
  /** Requests that no answer was given for; a test that causes one fails. */
  readonly unanswered: string[] = [];
  readonly #answers = new Map<string, (input: never) => unknown>();

  /** Sets what a procedure answers from now on. Throw a `Rejection` to refuse. */
  answer<Name extends Procedure>(
    name: Name,
    answer: (input: InputOf<Name>) => OutputOf<Name> | Promise<OutputOf<Name>>,
  ): void {
    this.#answers.set(name, answer);
  }

  /** The same for what most pages ask and most tests do not care about. */
  answerUnlessSet<Name extends Procedure>(
    name: Name,
    answer: (input: InputOf<Name>) => OutputOf<Name> | Promise<OutputOf<Name>>,
  ): void {
    if (!this.#answers.has(name)) this.answer(name, answer);
  }

  /**
   * Sets a procedure that answers when the test says so: `release` answers the calls that wait, and all later
   * ones.
   */
  hold<Name extends Procedure>(name: Name, output: () => OutputOf<Name>): { release: () => void } {
    const gate = Promise.withResolvers<void>();
    this.answer(name, async () => {
      await gate.promise;
      return output();
    });
    return { release: gate.resolve };
  }

  /** The inputs that a procedure was called with. */
  inputsOf<Name extends Procedure>(name: Name): InputOf<Name>[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.input as InputOf<Name>);
  }

  readonly fetch = async (request: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const url = new URL(request instanceof Request ? request.url : request, location.href);
    // Every page of a row that can be taken tells that it is open.
    if (url.pathname === '/api/live/presence') return new Response(null, { status: 204 });
    if (!url.pathname.startsWith('/trpc/')) {
      this.unanswered.push(url.pathname);
      return new Response(null, { status: 404 });
    }
    // A mutation has its inputs in the body, a query in the address.
    const sent = typeof init?.body === 'string' ? init.body : (url.searchParams.get('input') ?? '{}');
    const inputs = JSON.parse(sent) as Record<string, unknown>;
    const names = url.pathname.slice('/trpc/'.length).split(',');
    const results = await Promise.all(names.map((name, index) => this.#call(name, inputs[index])));
    const [first] = results;
    const status = first && results.every((result) => result.status === first.status) ? first.status : 207;
    return new Response(JSON.stringify(results.map(({ body }) => body)), {
      status,
      headers: { 'content-type': 'application/json' },
    });
  };

  async #call(name: string, input: unknown): Promise<{ status: number; body: unknown }> {
    this.calls.push({ name, input });
    const answer = this.#answers.get(name);
    if (!answer) this.unanswered.push(name);
    try {
      if (!answer) throw new Rejection('NOT_FOUND');
      return { status: 200, body: { result: { data: await answer(input as never) } } };
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      const code = ERROR_REASONS[error.reason];
      const httpStatus = getHTTPStatusCodeFromError(new TRPCError({ code }));
      const data = {
        code,
        httpStatus,
        path: name,
        reason: error.reason,
        details: error.details,
        zodError: null,
      };
      return { status: httpStatus, body: { error: { code: -32_000, message: error.message, data } } };
    }
  }
}

let current: FakeDesk | null = null;

/** A desk that answers nothing yet, in place of the network. */
export function startFakeDesk(): FakeDesk {
  current = new FakeDesk();
  vi.stubGlobal('fetch', current.fetch);
  return current;
}

/** What the last desk was asked without an answer. */
export const unansweredCalls = (): readonly string[] => current?.unanswered ?? [];
