/** Options of one call. */
export interface CallOptions {
  /** Ends the call: it fails with the reason `ABORTED`. */
  signal?: AbortSignal;
}

/** The input may be left out where the procedure has none, or needs none. */
type Arguments<Input> = undefined extends Input
  ? [input?: Input, options?: CallOptions]
  : [input: Input, options?: CallOptions];

/** A procedure that reads. It is repeated after a transient failure. */
export interface Query<Input, Output> {
  query(...args: Arguments<Input>): Promise<Output>;
}

/** A procedure that acts. It is repeated only if its input has an `idempotencyKey`. */
export interface Mutation<Input, Output> {
  mutate(...args: Arguments<Input>): Promise<Output>;
}

/** One page of a list. */
export interface Page<Row> {
  data: Row[];
  /** The number of rows on all pages, where counting them is cheap. */
  total?: number;
  totalIsEstimate?: boolean;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
  /** The `cursor` of the next page; absent on the last one. */
  nextCursor?: string;
}

/**
 * All rows of a list, asked for a page at a time while you read:
 * `for await (const payment of desk.payments.iterate({ filter: { status: 'completed' } }))`.
 */
export type Iterate<Input, Row> = (
  input?: Omit<Input, 'page' | 'cursor'>,
  options?: CallOptions,
) => AsyncGenerator<Row, void, undefined>;
