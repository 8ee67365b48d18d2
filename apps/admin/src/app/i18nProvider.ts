import type { I18nProvider } from 'react-admin';
import { changeLanguage, language } from '../texts/currentLanguage.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../texts/languages.ts';
import { t } from '../texts/t.ts';

/** The library's own phrases that can appear in this app. All other texts are in the components. */
const PHRASES: Record<string, string> = {
  'ra.action.close': t('Close'),
  'ra.action.close_menu': t('Close the menu'),
  'ra.action.open_menu': t('Open the menu'),
  'ra.action.refresh': t('Load again'),
  'ra.action.undo': t('Undo'),
  'ra.action.back': t('Go back'),
  'ra.action.save': t('Save'),
  'ra.auth.auth_check_error': t('Please sign in to go on.'),
  'ra.auth.logout': t('Sign out'),
  'ra.auth.user_menu': t('Your account'),
  'ra.boolean.true': t('Yes'),
  'ra.boolean.false': t('No'),
  'ra.message.access_denied': t('Your role does not allow this page.'),
  'ra.message.error': t('Something went wrong on this page. Load it again; if it stays so, tell an admin.'),
  'ra.message.authentication_error': t('Something went wrong at the sign-in. Please sign in again.'),
  'ra.message.details': t('Details'),
  'ra.message.loading': t('One moment, please.'),
  'ra.message.not_found': t('There is no page at this address.'),
  'ra.message.unsaved_changes': t('Some of your changes are not saved. Leave all the same?'),
  'ra.navigation.skip_nav': t('Skip to the content'),
  'ra.notification.http_error': t('The desk does not answer.'),
  'ra.notification.not_authorized': t('Your role does not allow this.'),
  'ra.notification.item_doesnt_exist': t('It does not exist, or is not yours to see.'),
  'ra.notification.logged_out': t('Your session is over. Please sign in again.'),
  'ra.notification.offline': t('There is no connection to the desk.'),
  'ra.page.access_denied': t('No access'),
  'ra.page.authentication_error': t('Not signed in'),
  'ra.page.dashboard': t('Dashboard'),
  'ra.page.error': t('Something went wrong'),
  'ra.page.loading': t('Loading'),
  'ra.page.not_found': t('Not found'),
  'ra.validation.required': t('Please fill this in.'),
  'ra.message.invalid_form': t('Please correct the marked fields.'),
  'ra.notification.application_update_available': t('A newer version of the desk is there.'),
  'ra.action.update_application': t('Load it'),
};

/** Values for the phrase; `_` is the text for a key that has no phrase. */
type Options = Record<string, string | number | undefined>;

/** A phrase with its `%{names}` filled in. A text that is not a key of the library is returned as it is. */
export function translate(key: string, options: Options = {}): string {
  const phrase = String(PHRASES[key] ?? options._ ?? key);
  return phrase.replaceAll(/%\{(\w+)\}/g, (_all, name: string) => String(options[name] ?? ''));
}

/**
 * Without the translation library that react-admin brings by default (12 kB): the app's texts are translated where
 * they are used (`t`), so that a text which comes here is one of the library's, or is translated already.
 */
export const i18nProvider: I18nProvider = {
  translate,
  changeLocale(to) {
    const next = LANGUAGES.find((one) => one === to);
    if (next !== undefined) changeLanguage(next);
    return Promise.resolve();
  },
  getLocale: () => language,
  getLocales: () => LANGUAGES.map((one) => ({ locale: one, name: LANGUAGE_NAMES[one] })),
};
