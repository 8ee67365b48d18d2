// @vitest-environment happy-dom
import { render, screen, waitFor } from '@testing-library/react';
import {
  CoreAdminContext,
  CreateBase,
  type DataProvider,
  Form,
  ListBase,
  memoryStore,
  testDataProvider,
  useDataProvider,
  useInput,
  useListContext,
} from 'ra-core';
import { type ReactElement, useEffect } from 'react';
import { expect, it, vi } from 'vitest';
import { trpcDataProvider, typed } from '../src/index.ts';
import { type Book, libraryClient } from './library.ts';

const { client, sent } = libraryClient();
const provider = trpcDataProvider(client, {
  methods: { lend: (id: string, days: number) => client.books.lend.mutate({ id, days }) },
});

const show = (page: ReactElement, dataProvider: DataProvider = provider) =>
  render(
    <CoreAdminContext dataProvider={dataProvider} store={memoryStore()}>
      {page}
    </CoreAdminContext>,
  );

function Titles() {
  const { data = [], hasNextPage, page, setPage } = useListContext<Book>();
  return (
    <>
      <p>{data.map(({ title }) => title).join(', ')}</p>
      {hasNextPage && <button onClick={() => setPage(page + 1)}>Next</button>}
    </>
  );
}

it('pages through a list of react-admin by cursors', async () => {
  show(
    <ListBase resource="books" perPage={3} disableSyncWithLocation>
      <Titles />
    </ListBase>,
  );
  (await screen.findByText('Next')).click();
  await screen.findByText('Book 4, Book 5, Book 6');
  expect(sent.at(-1)?.input).toMatchObject({ cursor: 'b03' });
});

it('ends the call of a list that is no longer shown', async () => {
  const getList = vi.fn<DataProvider['getList']>(() => new Promise(() => undefined));
  const { unmount } = show(
    <ListBase resource="books" disableSyncWithLocation>
      <Titles />
    </ListBase>,
    testDataProvider({ ...provider, getList: getList as never }),
  );
  await waitFor(() => expect(getList).toHaveBeenCalled());
  const signal = getList.mock.calls[0]?.[1].signal;
  expect(signal?.aborted).toBe(false);
  unmount();
  await waitFor(() => expect(signal?.aborted).toBe(true));
});

function TitleInput() {
  const { field, fieldState } = useInput({ source: 'title' });
  return (
    <>
      <input {...field} aria-label="Title" />
      <p role="alert">{fieldState.error?.message}</p>
    </>
  );
}

it('shows the errors of zod in the form of react-admin', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  show(
    <CreateBase resource="books">
      <Form defaultValues={{ title: 'A', authorId: 'a1', pages: 1 }}>
        <TitleInput />
        <button type="submit">Save</button>
      </Form>
    </CreateBase>,
  );
  (await screen.findByText('Save')).click();
  await screen.findByText(/At least three letters/);
});

function Lend() {
  const library = typed(useDataProvider<typeof provider>());
  useEffect(() => {
    void library.lend('b01', 14).then(({ dueInDays }) => {
      document.title = `Due in ${dueInDays} days`;
    });
  }, [library]);
  return null;
}

it('has its custom methods in the hook of react-admin', async () => {
  show(<Lend />);
  await waitFor(() => expect(document.title).toBe('Due in 14 days'));
});
