import { isCredited, type ReviewState } from '../checkoutView.ts';
import { exact, html, say, type Content, type Html } from '../html.ts';
import type { Texts } from '../texts/en.ts';
import { moment, type Page } from './page.ts';

/** What happens next and when, and what a person is looking at. */
export function nextSection(page: Page): Html | null {
  const timeline = steps(page);
  const review = reviewList(page);
  return timeline === null && review === null ? null : html`<div class="card">${timeline}${review}</div>`;
}

type Step = [title: string, when: Content];

function steps(page: Page): Html | null {
  const { texts } = page;
  const way = wayOf(page);
  if (way === null) return null;
  const { title, all, done } = way;
  return html`<h2>${title}</h2>
<ol class="steps">${all.map(([what, when], index) => step(texts, what, when, index < done ? 'done' : index === done ? 'now' : 'todo'))}</ol>
${done < all.length && html`<p class="hint">${texts.stepClose}</p>`}`;
}

/**
 * The way that this payment is on, and how much of it is behind the payer; `done` −1 is a way that may not be
 * gone at all.
 */
function wayOf({ view, texts, language }: Page): { title: string; all: Step[]; done: number } | null {
  const until =
    view.expiresAt === null ? null : say(texts.stepSendWhen, { time: moment(view.expiresAt, language) });
  const arriving: Step[] = [
    [texts.stepSee, texts.stepSeeWhen],
    [texts.stepConfirm, texts.stepConfirmWhen],
    [texts.stepCredit, texts.stepCreditWhen],
  ];
  const whole = (done: number) => ({
    title: texts.nextTitle,
    all: [[texts.stepSend, until] as Step, ...arriving],
    done,
  });
  switch (view.state) {
    case 'preparing':
    case 'waiting':
      return whole(0);
    case 'seen':
      return whole(2);
    case 'confirmed':
      return whole(3);
    case 'credited':
      return whole(4);
    case 'partial':
      return view.missing?.belowMinimumUsd == null
        ? {
            title: texts.nextTitle,
            all: [
              [texts.stepRest, null],
              [texts.stepPerson, texts.stepPersonWhen],
              [texts.stepCredit, null],
            ],
            done: view.missing === null ? 1 : 0,
          }
        : null;
    case 'extra':
      return {
        title: texts.nextTitle,
        all: [
          [texts.stepPerson, texts.stepPersonWhen],
          [texts.stepCredit, null],
        ],
        done: isCredited(view) ? 2 : 0,
      };
    case 'expired':
    case 'cancelled':
      return view.isWatched && view.address !== null
        ? { title: texts.nextLateTitle, all: arriving, done: -1 }
        : null;
    case 'failed':
    case 'refunded':
      return null;
  }
}

function step(texts: Texts, title: string, when: Content, place: 'done' | 'now' | 'todo'): Html {
  const words = { done: texts.stepDone, now: texts.stepNow, todo: null }[place];
  return html`<li class="${place}"${place === 'now' && html` aria-current="step"`}><span class="step">${title}</span>${words !== null && html` <span class="badge">${words}</span>`}${place !== 'done' && html`<span class="hint">${when}</span>`}</li>`;
}

function reviewList({ view, texts }: Page): Html | null {
  if (view.review.length === 0) return null;
  const words: Record<ReviewState, string> = {
    open: texts.reviewOpen,
    credited: texts.reviewCredited,
    returned: texts.reviewReturned,
    written_off: texts.reviewWrittenOff,
  };
  return html`<h2>${texts.reviewTitle}</h2>
<ul class="review">${view.review.map((item) => html`<li>${exact(`${item.amount} ${item.coin}`)} <span class="badge">${words[item.state]}</span></li>`)}</ul>`;
}
