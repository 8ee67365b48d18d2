import type { AnyRouter } from '@trpc/server';
import type { Identifier } from 'ra-core';
import type { ListMeta } from './listPage.ts';
import type { OtherResource } from './resourceAdapter.ts';
import type {
  CreateInput,
  ResourceFilter,
  ResourceName,
  ResourceRow,
  RowIn,
  SortField,
  UpdateInput,
} from './routerTypes.ts';

declare const types: unique symbol;

/** What `typed` reads from the type of a provider; there is no such property. */
export interface ProviderTypes<Router extends AnyRouter, Others, Methods> {
  readonly [types]?: { router: Router; others: Others; methods: Methods };
}

interface ListParams<Filter, Field extends string> {
  pagination?: { page: number; perPage: number };
  sort?: { field: Field; order: 'ASC' | 'DESC' };
  filter?: Partial<Filter>;
  /** `cursor` or `page` says where the page begins. */
  meta?: { cursor?: unknown; page?: number; [key: string]: unknown };
  signal?: AbortSignal;
}

interface ListOf<Row> {
  data: Row[];
  total?: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
  meta: ListMeta;
}

/** The methods of a data provider, with the names, rows, filters and inputs of the router. */
export type TypedDataProvider<
  Router extends AnyRouter,
  Others = Record<never, never>,
  Methods = Record<never, never>,
> = RouterMethods<Router> & OtherMethods<Others> & Methods;

interface RouterMethods<Router extends AnyRouter> {
  getList<Name extends ResourceName<Router>>(
    resource: Name,
    params: ListParams<ResourceFilter<Router, Name>, SortField<Router, Name>>,
  ): Promise<ListOf<ResourceRow<Router, Name>>>;
  getOne<Name extends ResourceName<Router>>(
    resource: Name,
    params: { id: Identifier; meta?: unknown; signal?: AbortSignal },
  ): Promise<{ data: ResourceRow<Router, Name> }>;
  getMany<Name extends ResourceName<Router>>(
    resource: Name,
    params: { ids: readonly Identifier[]; meta?: unknown; signal?: AbortSignal },
  ): Promise<{ data: ResourceRow<Router, Name>[] }>;
  getManyReference<Name extends ResourceName<Router>>(
    resource: Name,
    params: ListParams<ResourceFilter<Router, Name>, SortField<Router, Name>> & {
      target: keyof ResourceFilter<Router, Name> & string;
      id: Identifier;
    },
  ): Promise<ListOf<ResourceRow<Router, Name>>>;
  create<Name extends ResourceName<Router>>(
    resource: Name,
    params: { data: CreateInput<Router, Name>; meta?: unknown },
  ): Promise<{ data: ResourceRow<Router, Name> }>;
  update<Name extends ResourceName<Router>>(
    resource: Name,
    params: { id: Identifier; data: UpdateInput<Router, Name>; previousData?: unknown; meta?: unknown },
  ): Promise<{ data: ResourceRow<Router, Name> }>;
  updateMany<Name extends ResourceName<Router>>(
    resource: Name,
    params: { ids: readonly Identifier[]; data: UpdateInput<Router, Name>; meta?: unknown },
  ): Promise<{ data: Identifier[] }>;
  delete<Name extends ResourceName<Router>>(
    resource: Name,
    params: { id: Identifier; previousData?: unknown; meta?: unknown },
  ): Promise<{ data: ResourceRow<Router, Name> }>;
  deleteMany<Name extends ResourceName<Router>>(
    resource: Name,
    params: { ids: readonly Identifier[]; meta?: unknown },
  ): Promise<{ data: Identifier[] }>;
}

interface OtherMethods<Others> {
  getList<Name extends keyof Others & string>(
    resource: Name,
    params: ListParams<Record<string, unknown>, string>,
  ): Promise<ListOf<OtherRow<Others[Name]>>>;
  getOne<Name extends keyof Others & string>(
    resource: Name,
    params: { id: Identifier; meta?: unknown; signal?: AbortSignal },
  ): Promise<{ data: OtherRow<Others[Name]> }>;
}

type OtherRow<Other> = Other extends { list: (...args: never[]) => Promise<infer Page> }
  ? RowIn<Page>
  : unknown;

/**
 * The same data provider with the router's types: unknown resources, filters and fields do not compile. For what
 * `useDataProvider` returns, name the type of the provider: `typed(useDataProvider<typeof dataProvider>())`.
 */
export function typed<Router extends AnyRouter, Others extends Record<string, OtherResource>, Methods>(
  provider: ProviderTypes<Router, Others, Methods>,
): TypedDataProvider<Router, Others, Methods> {
  // react-admin's own type takes any string for a resource, and any method.
  return provider as unknown as TypedDataProvider<Router, Others, Methods>;
}
