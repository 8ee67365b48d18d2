import { MenuList } from '@mui/material';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { LanguageChoice } from '../login/LanguageChoice.tsx';
import { LanguageItems } from './LanguageItems.tsx';

const { changeLanguage } = vi.hoisted(() => ({ changeLanguage: vi.fn() }));
vi.mock(import('../texts/currentLanguage.ts'), async (load) => ({ ...(await load()), changeLanguage }));

beforeEach(() => changeLanguage.mockReset());

test('the account menu names each language in that language, and changes to the chosen one', async () => {
  render(
    <MenuList>
      <LanguageItems />
    </MenuList>,
  );
  expect(screen.getByRole('menuitemradio', { name: 'English', checked: true })).toBeTruthy();
  await userEvent.click(screen.getByRole('menuitemradio', { name: 'Français', checked: false }));
  expect(changeLanguage).toHaveBeenCalledExactlyOnceWith('fr');
});

test('the sign-in page offers the same choice', async () => {
  render(<LanguageChoice />);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Language' }), 'العربية');
  expect(changeLanguage).toHaveBeenCalledExactlyOnceWith('ar');
});
