import { expect, it } from 'vitest';
import { z } from 'zod';
import { fieldErrorsOf, trpcDataProvider, withHttpFields } from '../src/index.ts';
import { libraryClient } from './library.ts';

const failed = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => expect.fail('it should have been refused'),
    (error: unknown) => error,
  );

it("returns the errors of zod by field, as react-admin's forms read them", async () => {
  const provider = trpcDataProvider(libraryClient().client);
  const data = { title: 'A', authorId: 'a1', pages: 0, tags: ['good', 'x'] };
  expect(await failed(provider.create('books', { data }))).toMatchObject({
    message: 'ra.message.invalid_form',
    status: 400,
    body: {
      code: 'BAD_REQUEST',
      errors: { title: 'At least three letters', pages: 'A book has pages', 'tags.1': 'Too short' },
    },
  });
});

it('gives every error its status, those of custom methods as well', async () => {
  const { client } = libraryClient();
  const provider = trpcDataProvider(client, {
    methods: { lend: (id: string, days: number) => client.books.lend.mutate({ id, days }) },
  });
  await expect(provider.lend('b01', 14)).resolves.toEqual({ id: 'b01', dueInDays: 14 });
  expect(await failed(provider.lend('b01', 99))).toMatchObject({
    status: 400,
    body: { errors: { days: 'At most a month' } },
  });
  expect(await failed(provider.getOne('authors', { id: 'a9' }))).toMatchObject({
    message: 'No such author',
    status: 404,
    body: { code: 'NOT_FOUND' },
  });
  // A `get` that returns null, and a resource without a router.
  expect(await failed(provider.getOne('books', { id: 'b77' }))).toMatchObject({ status: 404 });
  expect(await failed(provider.getOne('bocks', { id: 'b77' }))).toMatchObject({ status: 404 });
});

it('ends a call with its signal, under the name by which react-admin knows that', async () => {
  const { client, sent } = libraryClient();
  const provider = trpcDataProvider(client);
  expect(provider.supportAbortSignal).toBe(true);
  const { signal, abort } = abortable();
  abort();
  expect(await failed(provider.getOne('books', { id: 'b01', signal }))).toMatchObject({ name: 'AbortError' });

  const live = abortable();
  await provider.getList('books', { pagination: { page: 1, perPage: 5 }, signal: live.signal });
  await provider.getMany('books', { ids: ['b01'], signal: live.signal });
  expect(sent.slice(-2).map((call) => call.signal?.aborted)).toEqual([false, false]);
  live.abort();
  expect(sent.slice(-2).map((call) => call.signal?.aborted)).toEqual([true, true]);
});

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

it('reports a server that cannot be reached, and leaves errors that have a status as they are', () => {
  expect(withHttpFields(new TypeError('Failed to fetch'))).toMatchObject({
    message: 'Failed to fetch',
    status: 0,
    body: { code: null },
  });
  const known = Object.assign(new Error('Sign in'), { status: 401, body: { reason: 'NO_SESSION' } });
  expect(withHttpFields(known).body).toEqual({ reason: 'NO_SESSION' });
});

const schema = z.object({
  title: z.string().min(3, 'Short'),
  author: z.object({ name: z.string().min(1, 'Empty') }),
});
const { error } = schema.safeParse({ title: 'A', author: { name: '' } });
const issues = error ?? expect.fail('it should be invalid');

it.each([
  ['issues', issues.issues],
  ['an error', { issues: issues.issues }],
  ['a tree', z.treeifyError(issues)],
  ['formatted', z.formatError(issues)],
])('reads the field errors of %s', (_form, zodError) => {
  expect(fieldErrorsOf(JSON.parse(JSON.stringify(zodError)))).toEqual({
    title: 'Short',
    'author.name': 'Empty',
  });
});

it('reads the field errors of a flattened error, and nothing from what is none', () => {
  expect(fieldErrorsOf(z.flattenError(issues))).toEqual({ title: 'Short', author: 'Empty' });
  for (const none of [undefined, null, 'invalid', {}, [], [{ message: 'Of all', path: [] }]])
    expect(fieldErrorsOf(none)).toEqual({});
});
