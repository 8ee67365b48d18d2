import SecurityIcon from '@mui/icons-material/ShieldOutlined';
import { ListItemIcon, ListItemText, MenuItem } from '@mui/material';
import { Logout, useGetIdentity, UserMenu, useUserMenu } from 'react-admin';
import { Link } from 'react-router-dom';

function SecurityItem() {
  const menu = useUserMenu();
  return (
    <MenuItem component={Link} to="/security" onClick={menu?.onClose}>
      <ListItemIcon sx={{ minWidth: 5 }}>
        <SecurityIcon fontSize="small" />
      </ListItemIcon>
      <ListItemText>Security</ListItemText>
    </MenuItem>
  );
}

/** The person's own menu: second factor, password, sign out. */
export function AccountMenu() {
  const { data } = useGetIdentity();
  // The name stands on the button, so it has to be part of what a screen reader calls it.
  return (
    <UserMenu label={data?.fullName ? `${data.fullName}: your account` : 'Your account'}>
      <SecurityItem />
      <Logout />
    </UserMenu>
  );
}
