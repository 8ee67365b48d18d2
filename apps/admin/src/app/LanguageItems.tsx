import CheckIcon from '@mui/icons-material/Check';
import { ListItemIcon, ListItemText, MenuItem } from '@mui/material';
import { changeLanguage, language } from '../texts/currentLanguage.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../texts/languages.ts';

/** The languages of the account menu, each by its own name. */
export const LanguageItems = () =>
  LANGUAGES.map((one) => (
    <MenuItem
      key={one}
      role="menuitemradio"
      aria-checked={one === language}
      lang={one}
      onClick={() => changeLanguage(one)}
    >
      <ListItemIcon sx={{ minWidth: 5 }}>{one === language && <CheckIcon fontSize="small" />}</ListItemIcon>
      <ListItemText>{LANGUAGE_NAMES[one]}</ListItemText>
    </MenuItem>
  ));
