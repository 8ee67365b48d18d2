import { MenuList } from '@mui/material';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { LanguageChoice } from '../login/LanguageChoice.tsx';
import { LANGUAGES } from '../texts/languages.ts';
import { LanguageItems } from './LanguageItems.tsx';

const { changeLanguage } = vi.hoisted(() => ({ changeLanguage: vi.fn() }));
vi.mock(import('../texts/currentLanguage.ts'), async (load) => ({ ...(await load()), changeLanguage }));

beforeEach(() => changeLanguage.mockReset());

test('the account menu names each language in that language, and changes to the chosen one', async () => {
  render(
    <MenuList>
      <LanguageItems offered={LANGUAGES} />
    </MenuList>,
  );
  expect(screen.getByRole('menuitemradio', { name: 'English', checked: true })).toBeTruthy();
  await userEvent.click(screen.getByRole('menuitemradio', { name: 'Français', checked: false }));
  expect(changeLanguage).toHaveBeenCalledExactlyOnceWith('fr');
});

test('the sign-in page offers the same choice', async () => {
  render(<LanguageChoice offered={LANGUAGES} />);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Language' }), 'العربية');
  expect(changeLanguage).toHaveBeenCalledExactlyOnceWith('ar');
});

test('there is nothing to choose while there is one language', () => {
  render(
    <MenuList>
      <LanguageItems offered={['en']} />
      <LanguageChoice offered={['en']} />
    </MenuList>,
  );
  expect(screen.queryByRole('menuitemradio')).toBeNull();
  expect(screen.queryByRole('combobox')).toBeNull();
});
