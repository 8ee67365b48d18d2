import { type RefObject, useContext, useEffect, useEffectEvent, useLayoutEffect, useState } from 'react';
import { type RaRecord, useListContext } from 'react-admin';
import { isOwnChange } from '../providers/ownChanges.ts';
import { ListPlaceContext, useListPlace } from './useListPlace.ts';
import { describeMarks, holdRows, replaceRows, type RowMarks, type ShownRows } from './mergeRows.ts';
import { plural, t } from '../texts/t.ts';

/** How long a new or changed row is highlighted. */
const MARKED_MS = 3_000;
/** Further down, rows above the visible ones would push them away. */
const SCROLLED_PX = 40;
/** How often a list that holds rows back looks whether it still has to. Nothing is loaded. */
const HELD_CHECK_MS = 300;

const NO_MARKS: RowMarks = new Map();
/** Dialogs, and the menus and choices of MUI while they are open. The sidebar is a menu too, and always there. */
const OVERLAYS = '[role="dialog"], .MuiPopover-root';

interface LiveRows<Row> extends Pick<ShownRows<Row>, 'rows' | 'marks' | 'newCount' | 'isBehind'> {
  /** Another page, order or filter is being loaded. */
  isLoadingView: boolean;
  /** For screen readers. */
  announcement: string;
  /** Shows what is held back. */
  show(): void;
}

/**
 * The rows of a list as they change, without moving under the person's hands: while the pointer or the focus is in the
 * list, rows are selected, the page is scrolled, a dialog is open, or it is not the first page, rows change in their
 * places and new ones wait. What the person does themselves shows at once.
 */
export function useLiveRows<Row extends RaRecord>(box: RefObject<HTMLElement | null>): LiveRows<Row> {
  const { data, page, perPage, sort, filterValues, selectedIds, isFetching } = useListContext<Row>();
  const place = useListPlace();
  const address = useContext(ListPlaceContext);
  const fresh = data ?? [];
  const view = JSON.stringify([address, page, perPage, sort, filterValues]);
  const [state, setState] = useState<{ view: string | null; shown: ShownRows<Row> }>({
    // What is there at first is of this view: nothing has to be shown again.
    view: data === undefined || isFetching ? null : view,
    shown: plain(fresh),
  });
  const mayMove = useEffectEvent(
    () => place.row === 1 && (selectedIds ?? []).length === 0 && !isBusy(box.current),
  );
  const isShown = useEffectEvent(
    (rows: readonly Row[]) => state.view === view && !state.shown.isBehind && areSame(state.shown.rows, rows),
  );

  useLayoutEffect(() => {
    // To find out whether rows may move, the browser lays out the page: not for the first rows.
    if (data === undefined || isShown(data)) return;
    const merge = isOwnChange() || mayMove() ? replaceRows : holdRows;
    setState((before) => {
      // Another page, order or filter: what is shown until it is loaded is still the one before.
      if (before.view !== view) return { view: isFetching ? null : view, shown: plain(data) };
      if (areSame(before.shown.rows, data))
        return before.shown.isBehind ? { view, shown: plain(data) } : before;
      return { view, shown: merge(before.shown.rows, data, perPage) };
    });
  }, [data, view, isFetching, perPage]);

  const { shown } = state;
  const show = () => data && setState({ view, shown: replaceRows(shown.rows, data, perPage) });
  useEffect(() => {
    if (!shown.isBehind) return undefined;
    const timer = setInterval(() => {
      if (mayMove() && data) setState({ view, shown: replaceRows(shown.rows, data, perPage) });
    }, HELD_CHECK_MS);
    return () => clearInterval(timer);
  }, [shown, data, view, perPage]);

  useEffect(() => {
    if (shown.marks.size === 0) return undefined;
    const timer = setTimeout(
      () =>
        setState((now) =>
          now.shown === shown
            ? {
                ...now,
                shown: { ...shown, marks: new Map([...shown.marks].filter(([, mark]) => mark === 'gone')) },
              }
            : now,
        ),
      MARKED_MS,
    );
    return () => clearTimeout(timer);
  }, [shown]);

  const isOther = state.view !== view;
  return isOther
    ? { ...plain(fresh), isLoadingView: isFetching === true, announcement: '', show }
    : { ...shown, isLoadingView: false, announcement: announcementOf(shown), show };
}

function announcementOf({ marks, newCount, isBehind }: ShownRows<unknown>): string {
  const waiting =
    newCount > 0
      ? plural(newCount, { one: '{count} new row to show', other: '{count} new rows to show' })
      : isBehind && t('The list has changed');
  return [describeMarks(marks), waiting].filter(Boolean).join(', ');
}

const areSame = <Row>(some: readonly Row[], others: readonly Row[]): boolean =>
  some.length === others.length && some.every((row, index) => row === others[index]);

const plain = <Row>(rows: readonly Row[]): ShownRows<Row> => ({
  rows,
  marks: NO_MARKS,
  newCount: 0,
  isBehind: false,
});

/** Whether the person is at work in the list, or in something above it. */
function isBusy(box: HTMLElement | null): boolean {
  if (window.scrollY > SCROLLED_PX || document.querySelector(OVERLAYS) !== null) return true;
  return box !== null && (box.matches(':hover') || box.contains(document.activeElement));
}
