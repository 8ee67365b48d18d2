import type { CallOptions, Page } from './procedure.ts';

type List<Row> = (input: object, options?: CallOptions) => Promise<Page<Row>>;

/** The rows of all pages of a list, each page asked for when the rows before it have been read. */
export async function* iterate<Row>(
  list: List<Row>,
  input: object = {},
  options?: CallOptions,
): AsyncGenerator<Row, void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await list(cursor === undefined ? input : { ...input, cursor }, options);
    yield* page.data;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
