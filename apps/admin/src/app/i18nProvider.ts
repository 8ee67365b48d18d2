import type { I18nProvider } from 'react-admin';

/** The library's own phrases that can appear in this app. All other texts are in the components. */
const PHRASES: Record<string, string> = {
  'ra.action.close': 'Close',
  'ra.action.close_menu': 'Close the menu',
  'ra.action.open_menu': 'Open the menu',
  'ra.action.refresh': 'Load again',
  'ra.action.undo': 'Undo',
  'ra.action.back': 'Go back',
  'ra.action.save': 'Save',
  'ra.auth.auth_check_error': 'Please sign in to go on.',
  'ra.auth.logout': 'Sign out',
  'ra.auth.user_menu': 'Your account',
  'ra.boolean.true': 'Yes',
  'ra.boolean.false': 'No',
  'ra.message.access_denied': 'Your role does not allow this page.',
  'ra.message.error': 'Something went wrong on this page. Load it again; if it stays so, tell an admin.',
  'ra.message.details': 'Details',
  'ra.message.loading': 'One moment, please.',
  'ra.message.not_found': 'There is no page at this address.',
  'ra.message.unsaved_changes': 'Some of your changes are not saved. Leave all the same?',
  'ra.navigation.skip_nav': 'Skip to the content',
  'ra.notification.http_error': 'The desk does not answer.',
  'ra.notification.not_authorized': 'Your role does not allow this.',
  'ra.notification.item_doesnt_exist': 'It does not exist, or is not yours to see.',
  'ra.notification.logged_out': 'Your session is over. Please sign in again.',
  'ra.page.access_denied': 'No access',
  'ra.page.dashboard': 'Dashboard',
  'ra.page.error': 'Something went wrong',
  'ra.page.loading': 'Loading',
  'ra.page.not_found': 'Not found',
  'ra.message.invalid_form': 'Please correct the marked fields.',
  'ra.notification.application_update_available': 'A newer version of the desk is there.',
  'ra.action.update_application': 'Load it',
};

/** Values for the phrase; `_` is the text for a key that has no phrase. */
type Options = Record<string, string | number | undefined>;

/** A phrase with its `%{names}` filled in. A text that is not a key of the library is returned as it is. */
export function translate(key: string, options: Options = {}): string {
  const phrase = String(PHRASES[key] ?? options._ ?? key);
  return phrase.replaceAll(/%\{(\w+)\}/g, (_all, name: string) => String(options[name] ?? ''));
}

/** English only, and without the translation library that react-admin brings by default (12 kB). */
export const i18nProvider: I18nProvider = {
  translate,
  changeLocale: () => Promise.resolve(),
  getLocale: () => 'en',
};
