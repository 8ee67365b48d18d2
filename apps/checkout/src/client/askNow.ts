import type { CheckoutView } from '../checkoutView.ts';
import { notice } from './notices.ts';
import type { OpenPage } from './openPage.ts';

/** "I have paid": the desk asks the provider at once, and the answer is shown without leaving the page. */
export function askNow(page: OpenPage): void {
  let asking = false;
  document.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement) || event.target.id !== 'check') return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    notice('notice', page.texts.checking);
    void ask(page).then((text) => {
      asking = false;
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
