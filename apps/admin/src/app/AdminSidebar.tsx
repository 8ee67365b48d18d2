import { type Theme, useMediaQuery } from '@mui/material';
import { Sidebar, type SidebarProps } from 'react-admin';

/** The menu's place. On a phone it lies over the page like a dialog, and so needs a name. */
export function AdminSidebar(props: SidebarProps) {
  const phone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  return <Sidebar {...props} {...(phone && { slotProps: { paper: { 'aria-label': 'Menu' } } })} />;
}
