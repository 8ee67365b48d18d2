import CheckIcon from '@mui/icons-material/Check';
import { ListItemIcon, ListItemText, MenuItem } from '@mui/material';
import { changeLanguage, language } from '../texts/currentLanguage.ts';
import { LANGUAGE_NAMES, OFFERED } from '../texts/languages.ts';

/** The languages of the account menu, each by its own name. They are left out while there is only one. */
export const LanguageItems = ({ offered = OFFERED }: { offered?: typeof OFFERED }) =>
  offered.length < 2
    ? null
    : offered.map((one) => (
        <MenuItem
          key={one}
          role="menuitemradio"
          aria-checked={one === language}
          lang={one}
          onClick={() => changeLanguage(one)}
        >
          <ListItemIcon sx={{ minWidth: 5 }}>
            {one === language && <CheckIcon fontSize="small" />}
          </ListItemIcon>
          <ListItemText>{LANGUAGE_NAMES[one]}</ListItemText>
        </MenuItem>
      ));
