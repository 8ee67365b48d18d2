import type { ExportResource } from '@paydesk/types/rules';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { callAction } from '../providers/actions.ts';
import { useMay } from '../providers/permissions.ts';
import type { SavedView, SavedViewQuery } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';

const KEY = ['own', 'savedViews'];

/** The person's saved views of one list; undefined until known. The server keeps those of lists that can be exported. */
export function useSavedViews(resource: ExportResource) {
  const enabled = useMay()('dashboard.read');
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: async () => (await trpc.savedViews.mine.query()).data,
    staleTime: Infinity,
    enabled,
  });
  const reload = () => client.invalidateQueries({ queryKey: KEY });
  return {
    views: data?.filter((view) => view.resource === resource),
    save: async (view: { name: string; query: SavedViewQuery; isDefault: boolean }) => {
      await callAction('savedViews.save', { resource, ...view });
      await reload();
    },
    remove: async (id: string) => {
      await callAction('savedViews.delete', { id });
      await reload();
    },
  };
}

/** The address of a list as a view arranges it. Its filter and order can be shared. */
export function searchOf({ filter, sort }: SavedView['query']): string {
  const params = new URLSearchParams({ filter: JSON.stringify(filter), page: '1' });
  if (sort) {
    params.set('sort', sort.field);
    params.set('order', sort.order);
  }
  return `?${params.toString()}`;
}
