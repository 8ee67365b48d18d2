import SecurityIcon from '@mui/icons-material/ShieldOutlined';
import { ListItemIcon, ListItemText, MenuItem } from '@mui/material';
import { Logout, UserMenu, useUserMenu } from 'react-admin';
import { Link } from 'react-router-dom';

function SecurityItem() {
  const menu = useUserMenu();
  return (
    <MenuItem component={Link} to="/security" onClick={menu?.onClose}>
      <ListItemIcon sx={{ minWidth: 5 }}><SecurityIcon fontSize="small" /></ListItemIcon>
      <ListItemText>Security</ListItemText>
    </MenuItem>
  );
}

/** The person's own menu: second factor, password, sign out. */
export const DeskUserMenu = () => (
  <UserMenu>
    <SecurityItem />
    <Logout />
  </UserMenu>
);
