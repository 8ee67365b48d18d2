import { Button, CssBaseline } from '@mui/material';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import {
  AdminContext,
  AuthenticationError,
  CoreAdminUI,
  CustomRoutes,
  localStorageStore,
  Resource,
} from 'react-admin';
import { Link, Route } from 'react-router-dom';
import { apiKeys } from '../apiKeys/index.ts';
import { audit } from '../audit/index.ts';
import { balances } from '../balances/index.ts';
import { changeRequests } from '../changeRequests/index.ts';
import { currencies } from '../currencies/index.ts';
import { Dashboard } from '../dashboard/index.ts';
import { DoctorPage } from '../doctor/index.ts';
import { EmptyState } from '../fields/states.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { payments } from '../payments/index.ts';
import { policies } from '../policies/index.ts';
import { onSignedOut } from '../providers/authClient.ts';
import { authProvider } from '../providers/authProvider.ts';
import { dataProvider } from '../providers/dataProvider.ts';
import { readFirstList } from '../providers/firstList.ts';
import { beginFirstPage, useFirstPageShown } from '../providers/firstPage.ts';
import { queryClient } from '../providers/queryClient.ts';
import { reconciliations } from '../reconciliations/index.ts';
import { SecurityPage } from '../security/index.ts';
import { staff } from '../staff/index.ts';
import { suspense } from '../suspense/index.ts';
import { BRAND_NAME } from '../theme/brand.ts';
import { useColorScheme } from '../theme/colorScheme.ts';
import { StyleDirection } from '../theme/StyleDirection.tsx';
import { adminTheme } from '../theme/themes.ts';
import { transactions } from '../transactions/index.ts';
import { users } from '../users/index.ts';
import { webhookDeliveries } from '../webhookDeliveries/index.ts';
import { webhookEndpoints } from '../webhookEndpoints/index.ts';
import { withdrawals } from '../withdrawals/index.ts';
import { Notice } from '../login/Notice.tsx';
import { AdminLayout } from './AdminLayout.tsx';
import { ErrorPage } from './ErrorPage.tsx';
import { i18nProvider } from './i18nProvider.ts';
import { t } from '../texts/t.ts';

beginFirstPage();

const AccessDenied = lazy(async () => ({ default: (await import('./libraryPages.ts')).AccessDenied }));
const Notification = lazy(async () => ({ default: (await import('./libraryPages.ts')).Notification }));

const store = localStorageStore('1', 'paydesk');

/** To call, and wait for, before the app is rendered for the first time. */
export async function readFirstPage(): Promise<void> {
  // Else the library renders nothing at first, only to find that the language is the one that it has.
  store.setItem('locale', i18nProvider.getLocale());
  await readFirstList();
}

/** The admin app of those who are signed in. */
export default function App() {
  const scheme = useColorScheme();
  // What one person has seen must not be left for the next one, in memory or in the browser's storage.
  useEffect(
    () =>
      onSignedOut(() => {
        queryClient.clear();
        store.reset();
      }),
    [],
  );
  const theme = useMemo(() => adminTheme(scheme), [scheme]);
  return (
    <StyleDirection>
      <AdminContext
        dataProvider={dataProvider}
        authProvider={authProvider}
        i18nProvider={i18nProvider}
        queryClient={queryClient}
        store={store}
        theme={theme}
      >
        <CssBaseline enableColorScheme />
        {/* Not the library's AdminUI: it would bring its login page, and with that all form inputs, into the first load. */}
        <CoreAdminUI
          title={BRAND_NAME}
          layout={AdminLayout}
          dashboard={Dashboard}
          catchAll={NotFound}
          accessDenied={AccessDenied}
          authenticationError={AuthenticationError}
          error={ErrorPage}
          loading={Opening}
          loginPage={false}
          requireAuth
          disableTelemetry
        >
          <Resource {...payments} />
          <Resource {...suspense} />
          <Resource {...balances} />
          <Resource {...transactions} />
          <Resource {...withdrawals} />
          <Resource {...currencies} />
          <Resource {...users} />
          <Resource {...changeRequests} />
          <Resource {...reconciliations} />
          <Resource {...audit} />
          <Resource {...apiKeys} />
          <Resource {...webhookEndpoints} />
          <Resource {...webhookDeliveries} />
          <Resource {...staff} />
          <Resource {...policies} />
          <CustomRoutes>
            <Route path="/security" element={<SecurityPage />} />
            <Route path="/doctor" element={<DoctorPage />} />
          </CustomRoutes>
        </CoreAdminUI>
        <Notices />
      </AdminContext>
    </StyleDirection>
  );
}

/** The same as before the app was there. */
const Opening = () => <Notice busy>{t('Opening the desk…')}</Notice>;

/** Messages of the meantime wait. */
const Notices = () =>
  useFirstPageShown() && (
    <Suspense>
      <Notification />
    </Suspense>
  );

/** For addresses that do not exist. */
const NotFound = () => (
  <>
    <PageHeader title={t('Not found')} />
    <EmptyState title={t('There is no page at this address.')}>
      <Button component={Link} to="/" variant="contained" sx={{ mt: 1 }}>
        {t('Go to the dashboard')}
      </Button>
    </EmptyState>
  </>
);
