import type { CheckoutState, ReviewState } from '../checkoutView.ts';
import { exact, html, say, type Content, type Html } from '../html.ts';
import type { Texts } from '../texts/en.ts';
import { moment, type Page } from './page.ts';

/** How many of the four steps are behind the payer; other states are no longer on this way. */
const STEPS_DONE: Partial<Record<CheckoutState, number>> = { preparing: 0, waiting: 0, seen: 2, confirmed: 3, credited: 4 };

/** What happens next and when, and what a person is looking at. */
export function nextSection(page: Page): Html | null {
  const timeline = steps(page);
  const review = reviewList(page);
  return timeline === null && review === null ? null : html`<div class="card">${timeline}${review}</div>`;
}

function steps(page: Page): Html | null {
  const { view, texts, language } = page;
  const done = STEPS_DONE[view.state];
  if (done === undefined) return null;
  const until = view.expiresAt === null ? null : say(texts.stepSendWhen, { time: moment(view.expiresAt, language) });
  const all: [string, Content][] = [
    [texts.stepSend, until], [texts.stepSee, texts.stepSeeWhen], [texts.stepConfirm, texts.stepConfirmWhen], [texts.stepCredit, texts.stepCreditWhen],
  ];
  return html`<h2>${texts.nextTitle}</h2>
<ol class="steps">${all.map(([title, when], index) => step(texts, title, when, index < done ? 'done' : index === done ? 'now' : 'todo'))}</ol>
${done < 4 && html`<p class="hint">${texts.stepClose}</p>`}`;
}

function step(texts: Texts, title: string, when: Content, place: 'done' | 'now' | 'todo'): Html {
  const words = { done: texts.stepDone, now: texts.stepNow, todo: null }[place];
  return html`<li class="${place}"${place === 'now' && html` aria-current="step"`}><span class="step">${title}</span>${words !== null && html` <span class="badge">${words}</span>`}${place !== 'done' && html`<span class="hint">${when}</span>`}</li>`;
}

function reviewList({ view, texts }: Page): Html | null {
  if (view.review.length === 0) return null;
  const words: Record<ReviewState, string> = { open: texts.reviewOpen, credited: texts.reviewCredited, returned: texts.reviewReturned, written_off: texts.reviewWrittenOff };
  return html`<h2>${texts.reviewTitle}</h2>
<ul class="review">${view.review.map((item) => html`<li>${exact(`${item.amount} ${item.coin}`)} <span class="badge">${words[item.state]}</span></li>`)}</ul>`;
}
