import type { ListMeta } from './records.ts';

/** What the desk says about a page of a list, from what react-admin's hooks return; empty until it is known. */
export const listMetaOf = ({ meta }: { meta?: unknown }): Partial<ListMeta> => meta ?? {};
