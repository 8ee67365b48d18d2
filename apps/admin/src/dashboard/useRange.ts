import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router-dom';
import { useMinute } from '../fields/useMinute.ts';
import type { DashboardRange } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { type RangeChoice, readChoice, writeChoice } from './presets.ts';

/** The choice that the address of the page holds. */
export function useRangeChoice(): [choice: RangeChoice, choose: (choice: RangeChoice) => void] {
  const [params, setParams] = useSearchParams();
  const choice = readChoice(params, useMinute());
  return [choice, (chosen) => setParams(writeChoice(chosen), { replace: true })];
}

/** The figures of a choice, in the days of the person's time zone. The ones before stay until they are there. */
export function useRange({ from, until, compareTo }: RangeChoice) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return useQuery<DashboardRange>({
    queryKey: ['dashboard', 'range', { from, until, compareTo, timeZone }],
    queryFn: () => trpc.dashboard.range.query({ from, until, compareTo, timeZone }),
    placeholderData: keepPreviousData,
  });
}
