import type { CheckoutView } from '../checkoutView.ts';
import { notice, type OpenPage } from './openPage.ts';

/** "I have paid": the desk checks with the provider at once, and the page shows the result in place. */
export function checkNow(page: OpenPage): void {
  let isChecking = false;
  document.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement) || event.target.id !== 'check') return;
    event.preventDefault();
    if (isChecking) return;
    isChecking = true;
    notice('notice', page.texts.checking);
    void ask(page).then((text) => {
      isChecking = false;
      notice('notice', text);
    });
  });
}

async function ask(page: OpenPage): Promise<string> {
  const { texts } = page;
  try {
    const answer = await fetch(`${page.path}/check`, {
      method: 'POST',
      headers: { accept: 'application/json' },
    });
    if (answer.status === 429) return texts.checkBusy;
    if (!answer.ok) return texts.checkUnavailable;
    return page.show((await answer.json()) as CheckoutView) ? texts.checkedNews : texts.checkedNothing;
  } catch {
    return navigator.onLine ? texts.checkUnavailable : texts.offline;
  }
}
