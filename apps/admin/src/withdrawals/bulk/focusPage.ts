/**
 * Where the dialog was opened from may be gone with the choice: the keyboard then goes on at the top of the
 * page's content, not of the document.
 */
export function focusPage(): void {
  setTimeout(() => {
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const content = document.getElementById('main-content');
    content?.setAttribute('tabindex', '-1');
    content?.focus({ preventScroll: true });
  }, 50);
}
