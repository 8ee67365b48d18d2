import { expect, test } from 'vitest';
import { translate } from './i18nProvider.ts';

test('a key of the library becomes a sentence, and a sentence stays as it is', () => {
  expect(translate('ra.auth.logout')).toBe('Sign out');
  expect(translate('ra.validation.required')).toBe('Please fill this in.');
  expect(translate('Please enter a name.')).toBe('Please enter a name.');
});

test('a key without a phrase falls back on the words that came along, with their values', () => {
  expect(translate('ra.unheard.of', { _: '%{count} rows of %{name}', count: 3, name: 'Ada' })).toBe(
    '3 rows of Ada',
  );
});

test.each([
  'ra.notification.offline',
  'ra.page.authentication_error',
  'ra.message.authentication_error',
  'ra.action.close_menu',
])('the library’s own English is not shown for %s', (key) => {
  expect(translate(key, { _: 'English' })).not.toMatch(/^English$|^ra\./);
});
