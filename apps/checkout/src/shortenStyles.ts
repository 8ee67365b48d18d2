/**
 * CSS without what is there for the people who write it. Good for the page's own stylesheet, which has no
 * strings with blanks that matter.
 */
export function shortenStyles(css: string): string {
  return css
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};,]) ?/g, '$1')
    .replaceAll(': ', ':')
    .replaceAll(';}', '}')
    .trim();
}
