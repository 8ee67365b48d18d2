import DashboardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import { Typography } from '@mui/material';
import { Fragment } from 'react';
import { Menu, useSidebarState } from 'react-admin';
import { permissionFor, useMay } from '../providers/permissions.ts';
import { MENU_GROUPS } from './menuGroups.ts';

/** The pages that this person may see, in groups. */
export function AdminMenu() {
  const may = useMay();
  const [open] = useSidebarState();
  const shown = MENU_GROUPS.map((group) => ({
    ...group,
    entries: group.entries.filter(({ resource }) => {
      const needed = permissionFor(resource, 'list');
      return needed === null || may(needed);
    }),
  })).filter((group) => group.entries.length > 0);

  return (
    <nav aria-label="Main">
      <Menu dense sx={{ mt: 1, pb: 3 }}>
        <Menu.DashboardItem primaryText="Dashboard" leftIcon={<DashboardIcon fontSize="small" />} />
        {shown.map(({ name, entries }) => (
          <Fragment key={name}>
            <Typography
              component="li"
              role="presentation"
              sx={{
                px: 2.5,
                pt: 1.75,
                pb: 0.25,
                fontSize: '0.72rem',
                fontWeight: 650,
                color: 'text.secondary',
                letterSpacing: '0.05em',
                textTransform: 'uppercase',
                visibility: open ? 'visible' : 'hidden',
              }}
            >
              {name}
            </Typography>
            {entries.map(({ resource, label, icon: Icon }) => (
              <Menu.Item
                key={resource}
                to={`/${resource}`}
                primaryText={label}
                leftIcon={<Icon fontSize="small" />}
              />
            ))}
          </Fragment>
        ))}
      </Menu>
    </nav>
  );
}
