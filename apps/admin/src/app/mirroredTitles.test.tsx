import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { balance, CHANGE, changeRequest, user } from '../../test/rows.ts';
import { isolate } from '../texts/translate.ts';

vi.mock(import('../texts/currentLanguage.ts'), async (load) => ({
  ...(await load()),
  language: 'ar' as const,
  locale: 'ar',
}));

/** The modules are loaded again, in Arabic: those of the tests' setup are in English. */
async function inArabic() {
  vi.resetModules();
  const [{ startFakeDesk }, { renderPage }] = await Promise.all([
    import('../../test/fakeDesk.ts'),
    import('../../test/renderPage.tsx'),
  ]);
  return { desk: startFakeDesk(), renderPage };
}

const NONE = { data: [], pageInfo: { hasNextPage: false, hasPreviousPage: false } };
const heading = async () => (await screen.findByRole('heading', { level: 1 })).textContent;

test('in Arabic the sentence of a change request keeps its direction, with the signs at its ends', async () => {
  const { desk, renderPage } = await inArabic();
  const { ChangeRequestShow } = await import('../changeRequests/ChangeRequestShow.tsx');
  const summary = 'Give anna@example.com a bonus of $5,000.00 (welcome)';
  desk.answer('changeRequests.get', ({ id }) => changeRequest({ id, summary }));
  desk.answer('changeRequests.list', () => NONE);
  desk.answer('balances.get', () => balance());
  const place = { path: `/changeRequests/${CHANGE}/show`, route: '/changeRequests/:id/show' };
  renderPage(desk, <ChangeRequestShow />, place);
  expect(await heading()).toBe(isolate(summary));
});

test('in Arabic a name keeps its direction', async () => {
  const { desk, renderPage } = await inArabic();
  const { UserShow } = await import('../users/UserShow.tsx');
  const anna = user({ username: 'Anna (VIP)' });
  desk.answer('users.get', () => anna);
  const place = { path: `/users/${anna.id}/show`, route: '/users/:id/show' };
  renderPage(desk, <UserShow />, place);
  expect(await heading()).toBe(isolate('Anna (VIP)'));
});
