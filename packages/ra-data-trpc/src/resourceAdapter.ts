import type { Identifier } from 'ra-core';
import type { ListPage, ListRequest } from './listPage.ts';
import type { Paging } from './listReader.ts';

/** What belongs to one call of the data provider. */
export interface Call {
  /** Ends the call when its answer is no longer needed; give it to the procedure. */
  signal?: AbortSignal;
  /** What the component gave as `meta`. */
  meta?: unknown;
}

export interface UpdateRequest {
  id: Identifier;
  data: Record<string, unknown>;
  previousData?: unknown;
}

/**
 * Where a resource differs from the conventions. Each function replaces the call of a procedure; `false` says that
 * there is no such procedure.
 */
export interface ResourceAdapter<Resource extends string = string> {
  /** The router with the procedures, by its path; by default it has the name of the resource. */
  router?: string;
  paging?: Paging;
  /** The most rows that one call of `list` may return; longer pages are read by several calls. */
  maxPerPage?: number;
  /** The input of `list`. */
  toQuery?: (request: ListRequest<Resource>) => unknown;
  /** Reads the answer of `list`. */
  toPage?: (answer: unknown, request: ListRequest<Resource>) => ListPage;
  /** The row as react-admin needs it, with its `id`. */
  toRow?: (row: unknown) => unknown;

  /** Called with the input that `toQuery` makes. */
  list?: (query: never, call: Call) => Promise<unknown>;
  get?: ((id: Identifier, call: Call) => Promise<unknown>) | false;
  /** `oneByOne` calls `get` for each id. */
  getMany?: ((ids: readonly Identifier[], call: Call) => Promise<unknown>) | 'oneByOne' | false;
  create?: ((data: never, call: Call) => Promise<unknown>) | false;
  update?: ((request: UpdateRequest, call: Call) => Promise<unknown>) | false;
  /** By default each row is updated by itself. */
  updateMany?:
    | ((ids: readonly Identifier[], data: Record<string, unknown>, call: Call) => Promise<unknown>)
    | false;
  delete?: ((id: Identifier, call: Call) => Promise<unknown>) | false;
  /** By default each row is deleted by itself. */
  deleteMany?: ((ids: readonly Identifier[], call: Call) => Promise<unknown>) | false;
}

/** A resource that is no router with a `list`. */
export type OtherResource = ResourceAdapter &
  (Required<Pick<ResourceAdapter, 'list'>> | Required<Pick<ResourceAdapter, 'router'>>);
