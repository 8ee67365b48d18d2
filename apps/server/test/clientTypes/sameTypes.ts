import type { ErrorReason as DeclaredReason, Procedures } from '@paydesk/client';
import type { ErrorReason } from '@paydesk/types';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { STAFF_ONLY_FIELDS } from '../../src/http/rest/schemaNames.ts';
import type { AppRouter } from '../../src/http/router.ts';

/**
 * Compares the generated declarations of `@paydesk/client` with what the compiler infers from the router: each
 * procedure whose input or output differs is an error here, with its path.
 */
type Inputs = inferRouterInputs<AppRouter>;
type Outputs = inferRouterOutputs<AppRouter>;

type Names<R> = Exclude<keyof R, 'iterate'>;

type InputOf<P> = P extends { query(...args: infer A): unknown } | { mutate(...args: infer A): unknown }
  ? A[0]
  : 'not a procedure';
type OutputOf<P> = P extends
  | { query(...args: never[]): Promise<infer O> }
  | { mutate(...args: never[]): Promise<infer O> }
  ? O
  : 'not a procedure';

/** Both ways, so that neither has a field, or a value, that the other has not. */
type Same<A, B> = [A] extends [B]
  ? [B] extends [A]
    ? keyof A extends keyof B
      ? true
      : false
    : false
  : false;

type WithoutStaffFields<T> = T extends object ? Omit<T, (typeof STAFF_ONLY_FIELDS)[number]> : T;

type Differences = {
  [R in keyof Procedures]: {
    [P in Names<Procedures[R]>]: R extends keyof Outputs
      ? P extends keyof Outputs[R] & keyof Inputs[R]
        ? Same<WithoutEventData<OutputOf<Procedures[R][P]>>, WithoutEventData<Outputs[R][P]>> extends true
          ? Same<InputOf<Procedures[R][P]>, WithoutVoid<WithoutStaffFields<Inputs[R][P]>>> extends true
            ? never
            : ['the input differs', R, P]
          : ['the output differs', R, P]
        : ['not in the router', R, P]
      : ['not in the router', R, P];
  }[Names<Procedures[R]>];
}[keyof Procedures];

/** What the client says about the `data` of an event is written by hand, and less for what only staff read. */
type WithoutEventData<T> = T extends { sequence: number; data: unknown }
  ? Omit<T, 'data'>
  : T extends { hasMore: boolean; data: (infer E)[] }
    ? Omit<T, 'data'> & { data: WithoutEventData<E>[] }
    : T;

/** tRPC says `void` for an input that may be left out; one without fields is none. */
type WithoutVoid<T> = T extends void | Record<string, never> ? undefined : T;

/** Fails to compile with the differences as its message. */
type MustBeNever<T extends never> = T;
type MustBeTrue<T extends true> = T;
export type NoDifference = MustBeNever<Differences>;
export type SameReasons = MustBeTrue<Same<DeclaredReason, ErrorReason>>;
