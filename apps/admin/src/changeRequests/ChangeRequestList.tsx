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
import { serverSentence } from '../texts/serverSentence.ts';
import { t } from '../texts/t.ts';

const more: readonly FilterField[] = [{ kind: 'dates', label: t('Requested') }];

const filters = (
  <FilterBar
    chips={<ChipFilter name="status" label={t('Status')} choices={CHANGE_STATUS_CHOICES} />}
    more={more}
  >
    <YesNoFilter name="forMe" label={t('Waits for')} yes={t('Me')} no={t('Anyone')} />
    <SelectFilter name="action" label={t('Kind')} choices={ACTION_CHOICES} />
    <SelectFilter name="recency" label={t('Requested')} choices={RECENCIES} />
    <SelectFilter name="claim" label={t('Taken')} choices={CLAIM_CHOICES} />
  </FilterBar>
);

/** Actions that wait for another person, oldest first, and those that are decided. */
export function ChangeRequestList() {
  return (
    <ListPage<ChangeRequest>
      resource="changeRequests"
      title={t('Change requests')}
      hint={t('Actions that wait for another person. Nothing happens until they are approved.')}
      filters={filters}
      sort={{ field: 'createdAt', order: 'ASC' }}
      defaultFilter={{ status: 'waiting' }}
      columns={changeRequestColumns}
      card={(request) => <ChangeRequestCard request={request} />}
      nameOf={(request) => serverSentence(request.summary)}
      empty={
        <EmptyState title={t('Nothing waits for another person.')}>
          {t('Actions that one person cannot do alone appear here for approval.')}
        </EmptyState>
      }
    />
  );
}
