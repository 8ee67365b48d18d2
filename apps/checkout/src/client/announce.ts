/** Tells screen readers something; the element has been in the page from the start, as live regions must. */
export function announce(text: string): void {
  const region = document.getElementById('announce');
  if (region !== null) region.textContent = text;
}
