import type { AnyRouter, inferRouterInputs, inferRouterOutputs } from '@trpc/server';

type Inputs<Router extends AnyRouter> = inferRouterInputs<Router>;
type Outputs<Router extends AnyRouter> = inferRouterOutputs<Router>;

/** The routers that have a `list`. */
export type ResourceName<Router extends AnyRouter> = {
  [Name in keyof Outputs<Router> & string]: Outputs<Router>[Name] extends { list: unknown } ? Name : never;
}[keyof Outputs<Router> & string];

/** A row of a resource: what its `get` returns, or its `list` if there is no `get`. */
export type ResourceRow<
  Router extends AnyRouter,
  Name extends ResourceName<Router>,
> = Outputs<Router>[Name] extends { get: infer Row }
  ? NonNullable<Row>
  : Outputs<Router>[Name] extends { list: infer Page }
    ? RowIn<Page>
    : never;

/** The rows of an answer: an array, or `{ items }` or `{ data }`. */
export type RowIn<Page> = Page extends readonly (infer Row)[]
  ? Row
  : Page extends { items: readonly (infer Row)[] }
    ? Row
    : Page extends { data: readonly (infer Row)[] }
      ? Row
      : unknown;

type ListInput<Router extends AnyRouter, Name extends ResourceName<Router>> = Inputs<Router>[Name] extends {
  list: infer Input;
}
  ? Exclude<Input, void | null | undefined>
  : never;

/** The filter of a resource, from the input of its `list`. */
export type ResourceFilter<Router extends AnyRouter, Name extends ResourceName<Router>> =
  ListInput<Router, Name> extends { filter?: infer Filter }
    ? Known<NonNullable<Filter>, Record<string, unknown>>
    : Record<string, unknown>;

/** The fields that a resource can be sorted by, from the input of its `list`. */
export type SortField<Router extends AnyRouter, Name extends ResourceName<Router>> =
  ListInput<Router, Name> extends { sort?: infer Sort }
    ? NonNullable<Sort> extends { field: infer Field extends string }
      ? Field
      : string
    : string;

/** Input of a resource's `create`; never without one. */
export type CreateInput<
  Router extends AnyRouter,
  Name extends ResourceName<Router>,
> = Inputs<Router>[Name] extends { create: infer Input } ? Input : never;

/** Input of a resource's `update` without the id; never without one. */
export type UpdateInput<
  Router extends AnyRouter,
  Name extends ResourceName<Router>,
> = Inputs<Router>[Name] extends { update: infer Input } ? Omit<Input, 'id'> : never;

/** An input without that field infers `unknown` for it. */
type Known<Type, Otherwise> = unknown extends Type ? Otherwise : keyof Type extends never ? Otherwise : Type;
