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
