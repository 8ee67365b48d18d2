import { getUntypedClient, type TRPCClient } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import type { DataProvider } from 'ra-core';
import { withHttpFields } from './httpFields.ts';
import type { OtherResource, ResourceAdapter } from './resourceAdapter.ts';
import { resourceCalls } from './resourceCalls.ts';
import type { ResourceName } from './routerTypes.ts';
import type { ProviderTypes } from './typed.ts';

export interface TrpcDataProviderOptions<
  Router extends AnyRouter,
  Others extends Record<string, OtherResource>,
  Methods extends CustomMethods,
> {
  /** Where a resource differs from the conventions. */
  resources?: { [Name in ResourceName<Router>]?: ResourceAdapter };
  /** Resources that are no router with a `list`. */
  otherResources?: Others & Record<string, OtherResource>;
  /** What all resources have in common that differs from the conventions. */
  defaults?: ResourceAdapter<ResourceName<Router> | (keyof NoInfer<Others> & string)>;
  /** Further methods of the data provider; their errors get the same fields as those of the others. */
  methods?: Methods;
  /** Whether an error means that a cursor is no longer accepted; the list is then read without it. */
  isStaleCursor?: (error: unknown) => boolean;
  /** Whether react-admin ends calls whose answers are no longer needed; true by default. */
  supportAbortSignal?: boolean;
}

/** Methods beside react-admin's own. */
export type CustomMethods = Record<string, Method>;
type Method = (...args: never[]) => Promise<unknown>;

/** A data provider that knows its router; `typed` shows it with the router's types. */
export type TrpcDataProvider<
  Router extends AnyRouter,
  Others extends Record<string, OtherResource>,
  Methods extends CustomMethods,
> = DataProvider & Methods & ProviderTypes<Router, Others, Methods>;

/**
 * A data provider for the routers of `client` that have the procedures `list`, `get` and `getMany`, and
 * perhaps `create`, `update` and `delete`.
 */
export function trpcDataProvider<
  Router extends AnyRouter,
  const Others extends Record<string, OtherResource> = Record<never, never>,
  Methods extends CustomMethods = Record<never, never>,
>(
  client: TRPCClient<Router>,
  options: TrpcDataProviderOptions<Router, Others, Methods> = {},
): TrpcDataProvider<Router, Others, Methods> {
  const { resources, otherResources, defaults, methods, isStaleCursor, supportAbortSignal = true } = options;
  const adapters = new Map<string, ResourceAdapter | undefined>(
    Object.entries({ ...resources, ...otherResources }),
  );
  // Which names there are is known to the compiler alone.
  const common = defaults as ResourceAdapter | undefined;
  const calls = resourceCalls({
    // It takes the path of a procedure, as the names of resources are strings.
    client: getUntypedClient(client),
    adapterOf: (resource) => ({ ...common, ...adapters.get(resource) }),
    isStaleCursor: isStaleCursor ?? (() => false),
  });
  const all = Object.entries<Method>({ ...calls, ...methods }).map(
    ([name, method]) => [name, withErrors(method)] as const,
  );
  // The library's generics let the caller choose the row type; the router fixes it.
  return { ...Object.fromEntries(all), supportAbortSignal } as unknown as TrpcDataProvider<
    Router,
    Others,
    Methods
  >;
}

function withErrors(method: Method): Method {
  return async (...args) => {
    try {
      return await method(...args);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // Under its own name react-admin knows that nothing has failed.
      if (error.cause instanceof Error && error.cause.name === 'AbortError') throw error.cause;
      throw withHttpFields(error);
    }
  };
}
