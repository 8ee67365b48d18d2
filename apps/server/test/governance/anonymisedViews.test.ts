import { expect, test } from 'vitest';
import { saveView } from '../../src/savedViews/saveView.ts';
import { anonymizeUser } from '../../src/users/anonymizeUser.ts';
import { upsertUser } from '../../src/users/upsertUser.ts';
import { actors, testDesk } from '../support/testDesk.ts';
import { hire } from '../stepUp/people.ts';

const desk = await testDesk();

test.each([
  ['name', 'their name', { q: 'Zelda Quimby' }],
  ['beginning', 'part of a name', { q: 'quim' }],
  ['e-mail', 'their e-mail', { q: ' ZELDA@shop.example ' }],
  ['external id', 'their id', { q: 'shop-4711' }],
  ['title', 'For  zelda quimby', { status: ['pending'] }],
])('a saved view that names an anonymised user is deleted: %s', async (_case, name, filter) => {
  const user = await upsertUser(desk, actors.service(), {
    externalId: 'shop-4711',
    username: 'Zelda  Quimby',
    email: 'zelda@shop.example',
  });
  const { id: staffId } = await hire(desk, 'viewer');
  const save = async (view: { name: string; filter: Record<string, string | string[]> }) =>
    await saveView(desk, staffId, {
      resource: 'payments',
      name: view.name,
      query: { filter: view.filter },
      isDefault: false,
    });
  await save({ name, filter });
  await save({ name: 'another person', filter: { q: 'Zed' } });
  await save({ name: 'any', filter: { q: 'ze' } });
  await save({ name: 'all', filter: {} });
  await anonymizeUser(desk, actors.staff(), user.id);
  const left = await desk.knex('saved_views').where({ staff_id: staffId }).orderBy('name').pluck('name');
  expect(left).toEqual(['all', 'another person', 'any']);
});
