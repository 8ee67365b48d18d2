import type { Permission } from '@paydesk/types/rules';
import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { waitUntilQuiet } from './browser.ts';
import type { Offer, RolePage } from './rolePages.ts';

/** What one person sees on a page. */
export interface Visit {
  /** The page says that it is not for their role. */
  isRefused: boolean;
  /** What the marks of the controls say, without duplicates, in alphabetical order. */
  actions: string[];
  /** The permissions on the marks. */
  permissions: string[];
  /** Controls that are disabled without a reason. */
  silent: string[];
  canSelect: boolean;
  /** The names of buttons without a mark: those that everyone has. */
  unmarked: string[];
}

const SHOWN = { timeout: 10_000, interval: 100 };
const QUIET_MS = 250;

export const actionsOf = (offers: readonly Offer[], granted: readonly Permission[]): string[] =>
  [
    ...new Set(
      offers
        .filter(({ needs }) => needs.every((permission) => granted.includes(permission)))
        .map(({ action }) => action),
    ),
  ].toSorted();

/**
 * Opens a page and reads what is offered there. Waits until it is what these permissions allow, at most for some
 * seconds, and then for what may still come.
 */
export async function visitPage(page: Page, spec: RolePage, granted: readonly Permission[]): Promise<Visit> {
  const { path, needs, offers, ofSelection } = spec;
  await page.goto(`/#/${path}`);
  const main = page.locator('#main-content');
  const refusal = page.getByText('Your role does not allow this page.');
  const isAllowed = needs === null || granted.includes(needs);
  const expected = isAllowed ? actionsOf(offers, granted) : [];
  const chosen = isAllowed ? actionsOf(ofSelection, granted) : [];
  // The test itself reports what is not as expected.
  const ready = isAllowed ? main.getByRole('heading', { level: 1 }).first() : refusal;
  await ready.waitFor({ timeout: SHOWN.timeout }).catch(() => undefined);
  if (chosen.length > 0) await main.getByRole('checkbox', { name: 'Select all rows on this page' }).check();
  const all = [...new Set([...expected, ...chosen])].toSorted();
  await vi
    .waitFor(async () => expect((await readPage(page)).actions).toEqual(all), SHOWN)
    .catch(() => undefined);
  // What the page before has shown is gone then.
  await waitUntilQuiet(page, QUIET_MS);
  // On a slow machine what has arrived is still drawn.
  await vi
    .waitFor(async () => expect(await main.locator('.MuiSkeleton-root').count()).toBe(0), SHOWN)
    .catch(() => undefined);
  return { ...(await readPage(page)), isRefused: await refusal.isVisible() };
}

async function readPage(page: Page): Promise<Omit<Visit, 'isRefused'>> {
  const main = page.locator('#main-content');
  const shown = await main.evaluate(readMarks);
  const canSelect = (await main.getByRole('checkbox', { name: /^Select / }).count()) > 0;
  const more = page.getByRole('button', { name: 'Actions that are not possible now' });
  const folded = (await more.count()) > 0 ? await readFolded(page) : [];
  const marks = [...shown.marks, ...folded];
  const distinct = (values: string[]) => [...new Set(values)].toSorted();
  return {
    actions: distinct(marks.map(({ action }) => action)),
    permissions: distinct(marks.map(({ permission }) => permission)),
    silent: marks.flatMap(({ action, isSilent }) => (isSilent ? [action] : [])),
    canSelect,
    unmarked: distinct(shown.unmarked),
  };
}

interface Mark {
  action: string;
  permission: string;
  isSilent: boolean;
}

/** Runs in the page. */
function readMarks(main: Element): { marks: Mark[]; unmarked: string[] } {
  const marked = [...main.querySelectorAll<HTMLElement>('[data-action]')];
  const marks = marked.map((control) => {
    const reason = document.getElementById(control.getAttribute('aria-describedby') ?? '');
    const isDisabled = control.matches(':disabled, [aria-disabled=true]');
    return {
      action: control.dataset['action'] ?? '',
      permission: control.dataset['permission'] ?? '',
      isSilent: isDisabled && (reason?.textContent ?? '').trim() === '',
    };
  });
  const others = [...main.querySelectorAll<HTMLElement>('button, a.MuiButton-root')].filter(
    // Rows differ, and the menu of what is not possible now depends on what is marked.
    (control) => !control.closest('[data-action], [aria-haspopup=menu], table, [role=toolbar], [role=list]'),
  );
  return { marks, unmarked: others.map((one) => one.getAttribute('aria-label') ?? one.textContent ?? '') };
}

/** Opens the menu of what is not possible now: each entry has its reason below its name. */
async function readFolded(page: Page): Promise<Mark[]> {
  await page.getByRole('button', { name: 'Actions that are not possible now' }).click();
  const menu = page.getByRole('menu', { name: 'Actions that are not possible now' });
  const entries = await menu.locator('[data-action]').evaluateAll((items) =>
    items.map((item) => ({
      action: item.getAttribute('data-action') ?? '',
      permission: item.getAttribute('data-permission') ?? '',
      isSilent: item.children.length < 2 || item.children[1]?.textContent === '',
    })),
  );
  await page.keyboard.press('Escape');
  await menu.waitFor({ state: 'detached' });
  return entries;
}
