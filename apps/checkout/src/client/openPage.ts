import type { CheckoutView } from '../checkoutView.ts';
import type { Page } from '../page/page.ts';
import { renderSections, SECTIONS, titleText } from '../page/renderSections.ts';
import { displayOf } from '../page/statusTexts.ts';

export interface OpenPage {
  readonly texts: Page['texts'];
  readonly path: string;
  /** Updates the page; returns whether anything changed. */
  show(view: CheckoutView): boolean;
}

/**
 * The page in the document. A section is replaced only when its HTML differs from the last version, so that
 * focus, a ticked box and a chosen code do not change.
 */
export function openPage(first: Page): OpenPage {
  let page = first;
  let shown = renderSections(first);
  let last = JSON.stringify(first.view);
  return {
    texts: first.texts,
    path: first.path,
    show(view) {
      const next = JSON.stringify(view);
      if (next === last) return false;
      const before = displayOf(page.view).head;
      last = next;
      page = { ...page, view };
      const sections = renderSections(page);
      const focused = document.activeElement?.id;
      for (const name of SECTIONS) if (sections[name] !== shown[name]) rewrite(name, sections[name]);
      shown = sections;
      document.title = titleText(page);
      const { head } = displayOf(view);
      if (head !== before) announce(page.texts[head]);
      document.dispatchEvent(new Event('sections'));
      // Last, because a copy button can be focused only after that event has made it visible.
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
      return true;
    },
  };
}

function rewrite(name: string, content: string): void {
  const section = document.getElementById(name);
  if (section === null) return;
  const ticked = [...section.querySelectorAll('input')]
    .filter((input) => input.checked)
    .map((input) => input.id);
  // The `html` template has escaped every value in this HTML.
  section.innerHTML = content;
  for (const input of section.querySelectorAll('input'))
    input.checked =
      ticked.includes(input.id) || (input.type === 'radio' && input.checked && ticked.length === 0);
}

/** Announces a text to screen readers. Live regions have to be in the page from the start. */
export function announce(text: string): void {
  const region = document.getElementById('announce');
  if (region !== null) region.textContent = text;
}

/** Shows a message in one of the page's two notices, or hides the notice. */
export function notice(id: 'connection' | 'notice', text: string | null): void {
  const element = document.getElementById(id);
  if (element === null) return;
  element.hidden = text === null;
  if (element.textContent !== (text ?? '')) element.textContent = text ?? '';
}
