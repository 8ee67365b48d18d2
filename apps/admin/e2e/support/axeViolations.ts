import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const EVERYTHING: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
  resultTypes: ['violations'],
};

/** The only rule that the colour scheme affects. */
export const CONTRAST: RunOptions = {
  runOnly: { type: 'rule', values: ['color-contrast'] },
  resultTypes: ['violations'],
};

/**
 * Colours in transition have too little contrast. A constructed style sheet is allowed by the page's content security policy.
 */
export async function disableAnimations(page: Page): Promise<void> {
  await page.evaluate(() => {
    if (document.adoptedStyleSheets.length > 0) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important; }');
    document.adoptedStyleSheets = [sheet];
  });
}

/** What axe-core finds on the page, each with the first three elements. */
export async function violations(page: Page, options: RunOptions): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const found = await page.evaluate(
    async (given) =>
      await (window as unknown as { axe: { run(o: RunOptions): Promise<AxeResults> } }).axe.run(given),
    options,
  );
  const byColor = options === EVERYTHING ? await page.evaluate(linksByColorAlone) : [];
  return [
    ...found.violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`)
          .join(' | ')}`,
    ),
    ...byColor.map((html) => `link by color alone: ${html}`),
  ];
}

/**
 * Runs in the page: links beside words in one line of text that only their color shows. axe-core's rule accepts a color
 * that differs enough from the text.
 */
function linksByColorAlone(): string[] {
  const isInline = (element: Element) => /^(inline|contents)/.test(getComputedStyle(element).display);
  const blockOf = (element: Element): Element | null => {
    const parent = element.parentElement;
    return parent !== null && isInline(parent) ? blockOf(parent) : parent;
  };
  const wordsOf = (node: Node): string =>
    [...node.childNodes]
      .map((child) => {
        if (child.nodeType === Node.TEXT_NODE) return child.textContent ?? '';
        return child instanceof Element && isInline(child) && !child.matches('a, button, [hidden]')
          ? wordsOf(child)
          : '';
      })
      .join('');
  return [...document.querySelectorAll('#main-content a[href], [role=alert] a[href]')]
    .filter((link) => {
      const block = blockOf(link);
      if (!isInline(link) || block === null || block.matches('td') || !/\p{L}{2}/u.test(wordsOf(block)))
        return false;
      return !getComputedStyle(link).textDecorationLine.includes('underline');
    })
    .slice(0, 5)
    .map((link) => link.outerHTML.slice(0, 160));
}
