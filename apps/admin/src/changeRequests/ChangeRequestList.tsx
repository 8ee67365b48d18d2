import { useRef } from 'react';
import { Box } from '@mui/material';
import { useKeys } from '../commands/useKeys.ts';
import { EmptyState } from '../fields/states.tsx';
import { ChipFilter } from '../filters/ChipFilter.tsx';
import { CHANGE_STATUS_CHOICES, CLAIM_CHOICES } from '../filters/choices.ts';
import { FilterBar } from '../filters/FilterBar.tsx';
import type { FilterField } from '../filters/filterFields.ts';
import { SelectFilter, YesNoFilter } from '../filters/SelectFilter.tsx';
import { ListPage } from '../lists/ListPage.tsx';
import { RECENCIES } from '../providers/filterRanges.ts';
import type { ChangeRequest } from '../providers/records.ts';
import { ACTION_CHOICES } from './actionNames.ts';
import { ChangeRequestCard, changeRequestColumns } from './changeRequestColumns.tsx';

const more: readonly FilterField[] = [{ kind: 'dates', label: 'Requested' }];

const filters = (
  <FilterBar chips={<ChipFilter name="status" label="Status" choices={CHANGE_STATUS_CHOICES} />} more={more}>
    <YesNoFilter name="forMe" label="Waits for" yes="Me" no="Anyone" />
    <SelectFilter name="action" label="Kind" choices={ACTION_CHOICES} />
    <SelectFilter name="recency" label="Requested" choices={RECENCIES} />
    <SelectFilter name="claim" label="Taken" choices={CLAIM_CHOICES} />
  </FilterBar>
);

/** Actions that wait for another person, oldest first, and those that are decided. */
export function ChangeRequestList() {
  const page = useRef<HTMLDivElement>(null);
  const move = (step: 1 | -1) => () => focusRow(page.current, step);
  useKeys({ j: move(1), k: move(-1) });
  return (
    <Box ref={page}>
      <ListPage<ChangeRequest>
        resource="changeRequests"
        title="Change requests"
        hint="Actions that wait for another person. Nothing happens until they are approved."
        filters={filters}
        sort={{ field: 'createdAt', order: 'ASC' }}
        defaultFilter={{ status: 'waiting' }}
        columns={changeRequestColumns}
        card={(request) => <ChangeRequestCard request={request} />}
        nameOf={(request) => request.summary}
        empty={
          <EmptyState title="Nothing waits for another person.">
            Actions that one person cannot do alone appear here for approval.
          </EmptyState>
        }
      />
    </Box>
  );
}

/** Moves the focus to the link of the next or previous row; Enter opens it. */
function focusRow(page: HTMLElement | null, step: 1 | -1): void {
  const links = [...(page?.querySelectorAll<HTMLElement>('a[href*="/changeRequests/"]') ?? [])];
  const at = links.findIndex((link) => link === document.activeElement);
  links[at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
}
