import { ROLE_PERMISSIONS, type StaffRole } from '@paydesk/types/rules';
import { render } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { AdminContext, memoryStore, Notification } from 'react-admin';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router-dom';
import { i18nProvider } from '../src/app/i18nProvider.ts';
import { authProvider } from '../src/providers/authProvider.ts';
import { dataProvider } from '../src/providers/dataProvider.ts';
import { queryClient } from '../src/providers/queryClient.ts';
import { adminTheme } from '../src/theme/themes.ts';
import type { Session } from '../src/providers/records.ts';
import type { FakeDesk } from './fakeDesk.ts';
import { session, systemInfo, user } from './rows.ts';

interface PageOptions {
  /** Who is signed in. */
  role?: StaffRole;
  /** With a real provider everyone needs a second factor for actions that are not routine. */
  provider?: 'simulator' | 'real';
  /** What else is known about the person. */
  person?: Partial<Session>;
  /** The address of the page, and the pattern that it matches. */
  path?: string;
  route?: string;
}

const TOTALS = [
  'payments.totals',
  'withdrawals.totals',
  'transactions.totals',
  'suspense.totals',
  'balances.totals',
] as const;

/**
 * Renders a page as the admin app does: its own providers, theme and notifications, with `desk` as the server.
 * An address outside of `route` shows its path, so that a test can see where a button leads.
 */
export function renderPage(
  desk: FakeDesk,
  page: ReactElement,
  { role = 'admin', provider = 'simulator', person: known, path = '/', route = '/' }: PageOptions = {},
): { person: UserEvent } {
  desk.answer('system.session', () => session({ role, permissions: [...ROLE_PERMISSIONS[role]], ...known }));
  desk.answer('system.info', () => systemInfo({ simulatorInUse: provider === 'simulator' }));
  desk.answer('claims.open', () => ({ data: [] }));
  desk.answer('users.getMany', ({ ids }) => ({ data: ids.map((id) => user({ id })) }));
  desk.answerUnlessSet('savedViews.mine', () => ({ data: [] }));
  for (const name of TOTALS) desk.answerUnlessSet(name, () => ({ count: 0, isPartial: false, sums: {} }));
  render(
    <MemoryRouter initialEntries={[path]}>
      <AdminContext
        dataProvider={dataProvider}
        authProvider={authProvider}
        i18nProvider={i18nProvider}
        queryClient={queryClient}
        store={memoryStore()}
        theme={adminTheme('light')}
      >
        <Routes>
          <Route path={route} element={page} />
          <Route path="*" element={<OtherPage />} />
        </Routes>
        <Notification />
      </AdminContext>
    </MemoryRouter>,
  );
  return { person: userEvent.setup({ delay: null }) };
}

function OtherPage() {
  const { pathname, search } = useLocation();
  return (
    <>
      <p>Another page</p>
      <p data-testid="path">{`${pathname}${decodeURIComponent(search)}`}</p>
    </>
  );
}
