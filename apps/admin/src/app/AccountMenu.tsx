import SecurityIcon from '@mui/icons-material/ShieldOutlined';
import { ListItemIcon, ListItemText, Menu, MenuItem } from '@mui/material';
import { Logout } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { LanguageItems } from './LanguageItems.tsx';
import { t } from '../texts/t.ts';

interface AccountMenuProps {
  /** Where it is open; null: it is closed. */
  anchor: HTMLElement | null;
  close: () => void;
}

/** The person's own menu: second factor, password, language, sign out. */
export const AccountMenu = ({ anchor, close }: AccountMenuProps) => (
  <Menu
    open={anchor !== null}
    anchorEl={anchor}
    onClose={close}
    disableScrollLock
    anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
    transformOrigin={{ vertical: 'top', horizontal: 'right' }}
  >
    <MenuItem component={RouterLink} to="/security" onClick={close}>
      <ListItemIcon sx={{ minWidth: 5 }}>
        <SecurityIcon fontSize="small" />
      </ListItemIcon>
      <ListItemText>{t('Security')}</ListItemText>
    </MenuItem>
    <LanguageItems />
    <Logout />
  </Menu>
);
