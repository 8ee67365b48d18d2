import { actionsSection } from './actionsSection.ts';
import { detailsSection } from './detailsSection.ts';
import { nextSection } from './nextSection.ts';
import type { Page } from './page.ts';
import { paySection } from './paySection.ts';
import { statusSection } from './statusSection.ts';
import { lookOf } from './statusTexts.ts';
import { sayText } from '../html.ts';

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
 * HTML of each section. The server writes the first one, the browser every later one, from the same code and
 * words.
 */
export function renderSections(page: Page): Record<SectionName, string> {
  return Object.fromEntries(SECTIONS.map((name) => [name, renderers[name](page)?.text ?? ''])) as Record<
    SectionName,
    string
  >;
}

/** The document's title: where the payment stands comes first, because tabs are narrow. */
export function titleText({ view, texts }: Page): string {
  const whom =
    view.merchant.name === null ? texts.payment : sayText(texts.payTo, { merchant: view.merchant.name });
  return `${texts[lookOf(view).title]} · ${view.amountUsd} USD · ${whom}`;
}
