import { actionsSection } from './actionsSection.ts';
import { detailsSection } from './detailsSection.ts';
import { nextSection } from './nextSection.ts';
import type { Page } from './page.ts';
import { paySection } from './paySection.ts';
import { statusSection } from './statusSection.ts';
import { displayOf } from './statusTexts.ts';
import { formatText } from '../html.ts';

/** The parts of the page that change while it is open, in their order. */
export const SECTIONS = ['status', 'pay', 'actions', 'next', 'details'] as const;
export type SectionName = (typeof SECTIONS)[number];

const renderers = {
  status: statusSection,
  pay: paySection,
  actions: actionsSection,
  next: nextSection,
  details: detailsSection,
};

/**
 * HTML of each section. The server renders the first version, the browser every later one, with the same code
 * and texts.
 */
export function renderSections(page: Page): Record<SectionName, string> {
  return Object.fromEntries(SECTIONS.map((name) => [name, renderers[name](page)?.text ?? ''])) as Record<
    SectionName,
    string
  >;
}

/** The document's title: the status comes first, because tabs are narrow. */
export function titleText({ view, texts }: Page): string {
  const payee =
    view.merchant.name === null ? texts.payment : formatText(texts.payTo, { merchant: view.merchant.name });
  return `${texts[displayOf(view).title]} · ${view.amountUsd} USD · ${payee}`;
}
