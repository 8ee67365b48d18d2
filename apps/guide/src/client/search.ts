import MiniSearch from 'minisearch';
import type { SearchEntry } from '../searchEntry.ts';

const MOST_RESULTS = 12;
const EXCERPT_LENGTH = 120;
const NOT_LOADED = 'The desk does not answer. Try again.';

type Index = Pick<MiniSearch<SearchEntry>, 'search'>;
type Found = Pick<SearchEntry, 'id' | 'page' | 'title' | 'text'>;

/** The search field: `/` leads to it, the arrow keys choose a result, Enter opens it, Escape closes the list. */
export function search(): void {
  const input = document.querySelector<HTMLInputElement>('#search');
  const list = document.querySelector<HTMLElement>('#results');
  const status = document.querySelector('#search-status');
  if (input === null || list === null || status === null) return;
  let index: Promise<Index | null> | undefined;
  let chosen = -1;

  /** Null: it could not be loaded; the next key loads it again. */
  const load = async () => {
    const loaded = await (index ??= loadIndex().catch(() => null));
    if (loaded === null) index = undefined;
    return loaded;
  };

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const choose = (next: number) => {
    const options = [...list.querySelectorAll('[role=option]')];
    if (options.length === 0) return;
    chosen = (next + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute('aria-selected', String(place === chosen)));
    const option = options[chosen];
    option?.scrollIntoView({ block: 'nearest' });
    if (option !== undefined) input.setAttribute('aria-activedescendant', option.id);
  };
  const update = async () => {
    const asked = input.value.trim();
    if (asked === '') return close();
    const found = (await load())?.search(asked, {
      prefix: true,
      fuzzy: 0.2,
      combineWith: 'AND',
      boost: { title: 4, page: 2 },
    });
    // A later key may have changed what is asked.
    if (asked !== input.value.trim()) return undefined;
    const shown = found?.slice(0, MOST_RESULTS) as unknown as Found[] | undefined;
    list.replaceChildren(...contentOf(asked, shown));
    status.textContent = shown === undefined ? NOT_LOADED : `${shown.length} results`;
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    return choose(0);
  };

  input.addEventListener('input', () => void update());
  input.addEventListener('focus', () => void load());
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown') choose(chosen + 1);
    else if (event.key === 'ArrowUp') choose(chosen - 1);
    else if (event.key === 'Enter') list.querySelector<HTMLElement>('[aria-selected=true]')?.click();
    else return;
    event.preventDefault();
  });
  input.closest('.search')?.addEventListener('focusout', (event) => {
    const next = (event as FocusEvent).relatedTarget;
    if (!(next instanceof Node && input.closest('.search')?.contains(next))) close();
  });
  list.addEventListener('click', close);
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    input.focus();
  });
  input.closest<HTMLElement>('.search')?.removeAttribute('hidden');
}

async function loadIndex(): Promise<Index> {
  const answer = await fetch(indexAddress());
  const found = (await answer.json()) as SearchEntry[];
  // From here, which may be the page for unknown addresses.
  const entries = found.map((entry) => ({ ...entry, id: new URL(entry.id, indexAddress()).href }));
  const index = new MiniSearch<SearchEntry>({
    fields: ['title', 'page', 'text'],
    storeFields: ['page', 'title', 'text'],
    // `payments.create` is found by either word, and by both.
    tokenize: (text) => text.split(/[^\p{L}\p{N}_-]+/u),
  });
  index.addAll(entries);
  return index;
}

function indexAddress(): string {
  const script = document.querySelector<HTMLElement>('script[data-search-index]');
  return new URL(script?.dataset['searchIndex'] ?? '', location.href).href;
}

function contentOf(asked: string, shown: Found[] | undefined): HTMLElement[] {
  if (shown === undefined) return [element('p', NOT_LOADED)];
  return shown.length === 0 ? [element('p', `Nothing about “${asked}”`)] : shown.map(option);
}

function option({ id, page, title, text }: Found, place: number): HTMLElement {
  const link = document.createElement('a');
  link.href = id;
  link.id = `result-${place}`;
  link.tabIndex = -1;
  link.setAttribute('role', 'option');
  link.append(element('strong', title), element('small', page === title ? '' : page));
  link.append(element('span', text.slice(0, EXCERPT_LENGTH)));
  return link;
}

function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
