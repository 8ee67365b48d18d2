/** Shows a sentence in one of the page's two notices, or hides it. */
export function notice(id: 'connection' | 'notice', text: string | null): void {
  const element = document.getElementById(id);
  if (element === null) return;
  element.hidden = text === null;
  if (element.textContent !== (text ?? '')) element.textContent = text ?? '';
}
