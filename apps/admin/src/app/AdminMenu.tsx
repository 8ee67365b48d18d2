import DashboardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import { Badge, Box, Typography } from '@mui/material';
import { Fragment } from 'react';
import { Menu, useGetList, useSidebarState } from 'react-admin';
import { READ_LATER } from '../providers/affectedQueries.ts';
import { permissionFor } from '../providers/neededPermissions.ts';
import { useMay } from '../providers/permissions.ts';
import type { ChangeRequest } from '../providers/records.ts';
import { VISUALLY_HIDDEN } from '../theme/visuallyHidden.ts';
import { MENU_GROUPS, MENU_NAMES } from './menuGroups.ts';
import { t } from '../texts/t.ts';

/** The pages that this person may see, in groups. */
export function AdminMenu() {
  const may = useMay();
  const waiting = useWaitingForMe();
  const [open] = useSidebarState();
  const shown = MENU_GROUPS.map((group) => ({
    ...group,
    entries: group.entries.filter(({ resource }) => {
      const needed = permissionFor(resource, 'list');
      return needed === null || may(needed);
    }),
  })).filter((group) => group.entries.length > 0);

  return (
    <nav aria-label={t('Main')}>
      <Menu dense sx={{ mt: 1, pb: 3 }}>
        <Menu.DashboardItem primaryText={t('Dashboard')} leftIcon={<DashboardIcon fontSize="small" />} />
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
            {entries.map(({ resource, icon: Icon }) => (
              <Menu.Item
                key={resource}
                to={`/${resource}`}
                data-permission={permissionFor(resource, 'list') ?? undefined}
                primaryText={
                  <>
                    {MENU_NAMES[resource]}
                    {resource === 'changeRequests' && waiting > 0 && (
                      <Box component="span" sx={VISUALLY_HIDDEN}>
                        {t('({count} for you)', { count: waiting })}
                      </Box>
                    )}
                  </>
                }
                leftIcon={
                  resource === 'changeRequests' && waiting > 0 ? (
                    <Badge badgeContent={waiting} color="error" aria-hidden>
                      <Icon fontSize="small" />
                    </Badge>
                  ) : (
                    <Icon fontSize="small" />
                  )
                }
              />
            ))}
          </Fragment>
        ))}
      </Menu>
    </nav>
  );
}

/** How many change requests wait for this person. */
function useWaitingForMe(): number {
  const enabled = useMay()('changeRequests.read');
  const { data, total } = useGetList<ChangeRequest>(
    'changeRequests',
    { pagination: { page: 1, perPage: 1 }, filter: { forMe: true } },
    { enabled, meta: READ_LATER },
  );
  return total ?? data?.length ?? 0;
}
