import { getInput, getManyInput, listOutput, type Permission } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Model, QueryBuilder } from 'objection';
import { z } from 'zod';
import type { Principal } from '../auth/principal.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { parseInput } from '../base/parseInput.ts';
import type { AppContext } from '../context/appContext.ts';
import type { ListPage } from './listRows.ts';
import { permitted } from './procedure.ts';

/** The caller of a procedure. `ownUserId`: the only user whose rows the caller may access, or null. */
export interface Scope {
  app: AppContext;
  governance: object;
  principal: Principal;
  actor: Actor;
  ownUserId: string | null;
}

export interface ResourcePlan<M extends Model, Row, Query, QueryInput> {
  /** For messages, as in “no such payment”. */
  name: string;
  /** The permission to read. */
  permission: Permission;
  listInput: z.ZodType<Query, QueryInput>;
  output: z.ZodType<Row, Row>;
  list(scope: Scope, input: Query): Promise<ListPage<M>>;
  /** All rows, with the relations that `present` needs. */
  query(knex: Knex): QueryBuilder<M, M[]>;
  /** The column that `get` and `getMany` search by; `id` by default. */
  idColumn?: string;
  /** The column that names the row's user, for resources that user tokens may read; null for the others. */
  userColumn: string | null;
  /** The rows as sent over the wire, in order. */
  present(scope: Scope, rows: M[]): Row[] | Promise<Row[]>;
  /** What `get` shows beyond `present`. */
  details?(scope: Scope, row: M): Promise<Partial<Row>>;
}

/** A list for exports: the rows and the order of `list`, page after page. */
export interface Listing<Row> {
  permission: Permission;
  /** Filter and sort of the list. Refuses with INVALID_INPUT. */
  parse(asked: object): object;
  /** One page; `query` comes from `parse`. Nothing is counted. */
  page(scope: Scope, query: object, walk: Walk): Promise<{ rows: Row[]; nextCursor?: string }>;
}

interface Walk {
  perPage: number;
  cursor?: string | undefined;
}

/**
 * The common part of resource routers: `list`, `get` and `getMany`, which treat another user's rows as missing, and
 * commands that return the changed row.
 */
export function defineResource<M extends Model, Row, Query, QueryInput>(
  plan: ResourcePlan<M, Row, Query, QueryInput>,
) {
  const idColumn = plan.idColumn ?? 'id';

  function ownRows({ app, ownUserId }: Scope): QueryBuilder<M, M[]> {
    const query = plan.query(app.knex);
    if (ownUserId !== null && plan.userColumn !== null) void query.where(plan.userColumn, ownUserId);
    return query;
  }

  /** The row, if the caller may read it. Refuses with NOT_FOUND, also for another user's row. */
  const find = async (scope: Scope, id: string): Promise<M> => await findBy(scope, idColumn, id);

  /** The same by another unique column. */
  async function findBy(scope: Scope, column: string, value: string): Promise<M> {
    const [row] = await ownRows(scope).where(column, value);
    if (row === undefined) throw new DomainError('NOT_FOUND', `no such ${plan.name}`);
    return row;
  }

  /** One row as sent over the wire. */
  async function one(scope: Scope, row: M): Promise<Row> {
    const [shown] = await plan.present(scope, [row]);
    if (shown === undefined) throw new Error(`a ${plan.name} was not presented`);
    return shown;
  }

  /** One row as sent by `get`. */
  async function detail(scope: Scope, row: M): Promise<Row> {
    const [shown, details] = await Promise.all([one(scope, row), plan.details?.(scope, row)]);
    return { ...shown, ...details };
  }

  const listing: Listing<Row> = {
    permission: plan.permission,
    parse: (asked) => parseInput(plan.listInput, asked) as object,
    async page(scope, query, walk) {
      const { rows, nextCursor } = await plan.list(scope, { ...(query as Query), ...walk, isCounted: false });
      return { rows: await plan.present(scope, rows), ...(nextCursor !== undefined && { nextCursor }) };
    },
  };

  return {
    listing,
    find,
    findBy,
    one,
    detail,
    procedures: {
      list: permitted(plan.permission)
        .input(plan.listInput)
        .output(listOutput(plan.output))
        .query(async ({ ctx, input }) => {
          const { rows, ...page } = await plan.list(ctx, input as Query);
          return { ...page, data: await plan.present(ctx, rows) };
        }),
      get: permitted(plan.permission)
        .input(getInput)
        .output(plan.output)
        .query(async ({ ctx, input }) => {
          return asOutput(await detail(ctx, await find(ctx, input.id)));
        }),
      getMany: permitted(plan.permission)
        .input(getManyInput)
        .output(z.object({ data: z.array(plan.output) }))
        .query(async ({ ctx, input }) => {
          const rows = await ownRows(ctx).whereIn(idColumn, input.ids);
          return { data: await plan.present(ctx, rows) };
        }),
    },
    /** A mutation that runs one command and returns the changed row. */
    command: <Input, InputSent>(
      permission: Permission,
      input: z.ZodType<Input, InputSent>,
      run: (scope: Scope, input: Input) => Promise<M>,
    ) =>
      permitted(permission)
        .input(input)
        .output(plan.output)
        .mutation(async (call) => asOutput(await one(call.ctx, await run(call.ctx, call.input as Input)))),
  };
}

/**
 * In a generic function tRPC's output type is an unresolved conditional type, to which no value is assignable. The
 * output schema has the same type `Row`, and tRPC checks every answer against it.
 */
const asOutput = (row: unknown) => row as never;
