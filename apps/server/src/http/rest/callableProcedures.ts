import type { AnyRouter } from '@trpc/server';
import type { z } from 'zod';
import { callersOf } from '../../trpc/callersOf.ts';
import type { Meta } from '../../trpc/meta.ts';

/** What tRPC knows about a procedure at run time. */
export interface Definition {
  type: 'query' | 'mutation' | 'subscription';
  meta: Meta;
  inputs: z.ZodType[];
  output?: z.ZodType;
}

/** The procedures that an API key or a user token can be allowed to call, by path. */
export function callableProcedures(router: AnyRouter): [path: string, Definition][] {
  const all = Object.entries(router._def.procedures as Record<string, { _def: Definition }>);
  return all
    .map(([path, { _def }]): [string, Definition] => [path, _def])
    .filter(([, { meta }]) => callersOf(meta).apps || callersOf(meta).users);
}
