import { isCredited, type ReviewState } from '../checkoutView.ts';
import { exact, html, formatHtml, type Content, type Html } from '../html.ts';
import type { Texts } from '../texts/index.ts';
import { moment, type Page } from './page.ts';

/** What happens next and when, and which deposits staff review. */
export function nextSection(page: Page): Html | null {
  const timeline = steps(page);
  const review = reviewList(page);
  return timeline === null && review === null ? null : html`<div class="card">${timeline}${review}</div>`;
}

type Step = [title: string, when: Content];

function steps(page: Page): Html | null {
  const { texts } = page;
  const timeline = timelineOf(page);
  if (timeline === null) return null;
  const { title, all, done } = timeline;
  return html`<h2>${title}</h2>
<ol class="steps">${all.map(([what, when], index) => step(texts, what, when, placeOf(index, done)))}</ol>
${done < all.length && html`<p class="hint">${texts.stepClose}</p>`}`;
}

/**
 * The steps of this payment, and how many of them are done; `done` is −1 when the steps may not happen at all.
 */
function timelineOf({ view, texts, language }: Page): { title: string; all: Step[]; done: number } | null {
  const until =
    view.expiresAt === null
      ? null
      : formatHtml(texts.stepSendWhen, { time: moment(view.expiresAt, language) });
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

type Place = 'done' | 'now' | 'todo';

const placeOf = (index: number, done: number): Place =>
  index < done ? 'done' : index === done ? 'now' : 'todo';

function step(texts: Texts, title: string, when: Content, place: Place): Html {
  const label = { done: texts.stepDone, now: texts.stepNow, todo: null }[place];
  const current = place === 'now' && html` aria-current="step"`;
  const badge = label !== null && html` <span class="badge">${label}</span>`;
  const hint = place !== 'done' && html`<span class="hint">${when}</span>`;
  return html`<li class="${place}"${current}><span class="step">${title}</span>${badge}${hint}</li>`;
}

function reviewList({ view, texts }: Page): Html | null {
  if (view.review.length === 0) return null;
  const labels: Record<ReviewState, string> = {
    open: texts.reviewOpen,
    credited: texts.reviewCredited,
    returned: texts.reviewReturned,
    written_off: texts.reviewWrittenOff,
  };
  return html`<h2>${texts.reviewTitle}</h2>
<ul class="review">${view.review.map(
    ({ amount, coin, state }) =>
      html`<li>${exact(`${amount} ${coin}`)} <span class="badge">${labels[state]}</span></li>`,
  )}</ul>`;
}
