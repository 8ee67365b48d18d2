import { BRAND_NAME } from '../theme/brand.ts';
let title = '';
let count = 0;

const show = () => {
  document.title = `${count > 0 ? `(${count}) ` : ''}${title === '' ? '' : `${title} · `}${BRAND_NAME}`;
};

/** Names the page in the browser's tab. */
export function setPageTitle(named: string): void {
  title = named;
  show();
}

/** Shows in the browser's tab how much is new that waits for the person: "(3) Withdrawals · Paydesk". */
export function setTitleCount(waiting: number): void {
  if (count === waiting) return;
  count = waiting;
  show();
}
