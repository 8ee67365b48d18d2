/**
 * What the server imports: it renders the same sections that the browser renders again when something
 * changes.
 */
export type { CheckoutState, CheckoutView, MissingAmount, ReviewItem, ReviewState } from './checkoutView.ts';
export { chooseLanguage, isLanguage, LANGUAGES, type Language } from './languages.ts';
export { renderNoticePage } from './page/renderNoticePage.ts';
export { renderPage } from './page/renderPage.ts';
export { TEXTS } from './texts/index.ts';
