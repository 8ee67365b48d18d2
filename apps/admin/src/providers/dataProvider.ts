import { MAX_PER_PAGE } from '@paydesk/types/rules';
import { type ListRequest, toQuery, trpcDataProvider } from 'ra-data-trpc';
import { callAction } from './actions.ts';
import { reasonOf } from './httpError.ts';
import type { ResourceName } from './records.ts';
import { serverFilter } from './serverFilter.ts';
import { trpc } from './trpc.ts';

/**
 * Reads every resource, and saves those that have a form. Commands are no part of it: they call their
 * procedure directly.
 */
export const dataProvider = trpcDataProvider(trpc, {
  isStaleCursor: (error) => reasonOf(error) === 'INVALID_CURSOR',
  defaults: {
    maxPerPage: MAX_PER_PAGE,
    toQuery: ({ sort, filter, ...request }: ListRequest<ResourceName>) =>
      toQuery({
        ...request,
        // react-admin's own default; each list has its own on the server.
        ...(sort && sort.field !== 'id' && { sort }),
        filter: serverFilter(request.resource, filter, new Date()),
      }),
    create: false,
    update: false,
    updateMany: false,
    delete: false,
    deleteMany: false,
  },
  // A form's values are checked by the server; here they have no type.
  resources: {
    currencies: {
      create: (data: never) => callAction('currencies.create', data),
      update: ({ id, data }) => callAction('currencies.update', { ...data, id } as never),
    },
    payments: { create: (data: never) => callAction('payments.create', data) },
    withdrawals: { create: (data: never) => callAction('withdrawals.create', data) },
    users: { create: (data: never) => callAction('users.upsert', data) },
  },
  otherResources: {
    findings: {
      list: (query: never, { signal }) => trpc.reconciliations.findings.query(query, { signal }),
      get: false,
      getMany: false,
    },
  },
});
