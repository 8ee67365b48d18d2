import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { trpc } from '../providers/trpc.ts';

/** Typing on for this long sends nothing yet, in milliseconds. */
const PAUSE_MS = 150;

/** Fewer characters are found everywhere. */
export const MIN_QUERY = 2;

/** What the desk finds for a text, once the person has stopped typing. */
export function useSearch(text: string) {
  const query = useSettled(text.trim(), PAUSE_MS);
  const isAsked = query.length >= MIN_QUERY;
  const search = useQuery({
    queryKey: ['search', query],
    queryFn: async ({ signal }) => (await trpc.search.find.query({ query }, { signal })).groups,
    enabled: isAsked,
    placeholderData: keepPreviousData,
    staleTime: 5000,
  });
  return {
    groups: isAsked ? search.data : undefined,
    error: search.error,
    retry: search.refetch,
    /** What is shown belongs to an earlier text. */
    isBehind: text.trim().length >= MIN_QUERY && (query !== text.trim() || search.isFetching),
  };
}

function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
