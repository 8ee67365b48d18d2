import type { Texts } from '../texts/index.ts';
import { announce } from './openPage.ts';

/** The copy buttons; they are hidden until the script runs. */
export function copyOnClick(texts: Texts): void {
  const unhide = () =>
    document.querySelectorAll<HTMLButtonElement>('[data-copy]').forEach((button) => (button.hidden = false));
  unhide();
  document.addEventListener('sections', unhide);
  document.addEventListener('click', (event) => {
    const button =
      event.target instanceof Element ? event.target.closest<HTMLButtonElement>('[data-copy]') : null;
    const source = document.getElementById(button?.dataset.copy ?? '');
    if (button !== null && source !== null) void copy(button, source, texts);
  });
}

async function copy(button: HTMLButtonElement, source: HTMLElement, texts: Texts): Promise<void> {
  const worked = await copyText(source);
  const message = worked ? texts.copied : texts.copyFailed;
  const label = button.querySelector('span');
  announce(`${button.textContent ?? ''}: ${message}`);
  if (label === null || button.dataset.before !== undefined) return;
  button.dataset.before = label.textContent ?? '';
  label.textContent = message;
  setTimeout(() => {
    label.textContent = button.dataset.before ?? '';
    delete button.dataset.before;
  }, 2500);
}

/**
 * The clipboard API is not available over plain http and in some frames: then the text is selected and copied
 * with `execCommand`, or left selected.
 */
async function copyText(source: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(source.textContent ?? '');
    return true;
  } catch {
    getSelection()?.selectAllChildren(source);
    return document.execCommand('copy');
  }
}
