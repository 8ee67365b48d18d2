import { isCredited, isTopUpInReview, type CheckoutState, type CheckoutView } from '../checkoutView.ts';
import { formatHtml, type Html } from '../html.ts';
import type { Texts } from '../texts/index.ts';
import { sentenceValues, type Page } from './page.ts';

type Tone = 'wait' | 'work' | 'good' | 'warn' | 'stop';

interface StatusDisplay {
  tone: Tone;
  title: keyof Texts;
  head: keyof Texts;
}

/** Tone and texts of each state. */
const STATES: Record<CheckoutState, StatusDisplay> = {
  preparing: { tone: 'wait', title: 'titlePreparing', head: 'headPreparing' },
  waiting: { tone: 'wait', title: 'titleWaiting', head: 'headWaiting' },
  seen: { tone: 'work', title: 'titleSeen', head: 'headSeen' },
  confirmed: { tone: 'work', title: 'titleConfirmed', head: 'headConfirmed' },
  credited: { tone: 'good', title: 'titleCredited', head: 'headCredited' },
  partial: { tone: 'warn', title: 'titlePartial', head: 'headPartial' },
  expired: { tone: 'stop', title: 'titleExpired', head: 'headExpired' },
  cancelled: { tone: 'stop', title: 'titleCancelled', head: 'headCancelled' },
  failed: { tone: 'stop', title: 'titleFailed', head: 'headFailed' },
  refunded: { tone: 'stop', title: 'titleRefunded', head: 'headRefunded' },
  extra: { tone: 'warn', title: 'titleExtra', head: 'headExtra' },
};

/**
 * Tone and texts for the current state. A partial payment whose missing amount has arrived requests nothing more.
 */
export const displayOf = (view: CheckoutView): StatusDisplay =>
  STATES[isTopUpInReview(view) ? 'extra' : view.state];

/** Paragraphs that explain the state and what the payer should do. */
export function leadParagraphs(page: Page): Html[] {
  const { view, texts } = page;
  const values = { ...sentenceValues(page), count: view.confirmations };
  const paragraphs = leadKeys(page).map((key) => formatHtml(texts[key], values));
  if (view.state === 'seen' && view.seenAmount !== null) paragraphs.push(formatHtml(texts.seenSoFar, values));
  if (view.confirmations > 0 && (view.state === 'seen' || view.state === 'confirmed'))
    paragraphs.push(formatHtml(texts.confirmations, values));
  return paragraphs;
}

function leadKeys({ view }: Page): (keyof Texts)[] {
  const late = view.isWatched ? 'lateWatched' : 'lateUnwatched';
  switch (view.state) {
    case 'preparing':
      return ['leadPreparing'];
    case 'waiting':
      return ['leadWaiting'];
    case 'seen':
      return ['leadSeen'];
    case 'confirmed':
      return ['leadConfirmed'];
    case 'credited':
      return [view.overpaid ? 'leadOverpaid' : 'leadCredited'];
    case 'partial':
      return [
        isCredited(view) ? 'leadPartialCredited' : 'leadPartialHeld',
        ...(isTopUpInReview(view) ? (['missingArrived'] as const) : []),
      ];
    case 'expired':
      return ['leadExpired', late];
    case 'cancelled':
      return view.address === null ? ['leadCancelled'] : ['leadCancelled', late];
    case 'failed':
      return [view.address === null ? 'leadNotIssued' : 'leadFailed'];
    case 'refunded':
      return ['leadRefunded'];
    case 'extra':
      return [isCredited(view) ? 'leadCredited' : 'leadExtra'];
  }
}
