import type { SvgIconComponent } from '@mui/icons-material';
import DashboardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import { Badge, Box, type Theme, useMediaQuery } from '@mui/material';
import { Fragment, type KeyboardEvent, memo } from 'react';
import { useGetList, useSidebarState } from 'react-admin';
import { useLocation } from 'react-router-dom';
import { useLink } from '../fields/useLink.ts';
import { READ_LATER } from '../providers/affectedQueries.ts';
import { useFirstPageShown } from '../providers/firstPage.ts';
import { permissionFor } from '../providers/neededPermissions.ts';
import { useMay } from '../providers/permissions.ts';
import type { ChangeRequest } from '../providers/records.ts';
import { VISUALLY_HIDDEN } from '../theme/visuallyHidden.ts';
import { MENU_GROUPS, MENU_NAMES } from './menuGroups.ts';
import { t } from '../texts/t.ts';

/** The pages that this person may see, in groups. Rendered by itself: the frame around it is rendered often. */
export const AdminMenu = memo(() => {
  const may = useMay();
  const waiting = useWaitingForMe();
  const { pathname } = useLocation();
  const [isOpen, setOpen] = useSidebarState();
  const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('md'));
  const shown = MENU_GROUPS.map((group) => ({
    ...group,
    entries: group.entries.filter(({ resource }) => {
      const needed = permissionFor(resource, 'list');
      return needed === null || may(needed);
    }),
  })).filter((group) => group.entries.length > 0);
  const shared = { isOpen, close: isNarrow ? () => setOpen(false) : undefined };

  return (
    <nav aria-label={t('Main')} className={isOpen ? 'menu' : 'menu is-closed'}>
      <ul role="menu" aria-label={t('Main')} onKeyDown={moveFocus}>
        <Entry {...shared} to="/" name={t('Dashboard')} icon={DashboardIcon} isCurrent={pathname === '/'} />
        {shown.map(({ name, entries }) => (
          <Fragment key={name}>
            <li role="presentation" className="menu-group">
              {name}
            </li>
            {entries.map(({ resource, icon }) => (
              <Entry
                key={resource}
                {...shared}
                to={`/${resource}`}
                name={MENU_NAMES[resource]}
                icon={icon}
                isCurrent={`${pathname}/`.startsWith(`/${resource}/`)}
                permission={permissionFor(resource, 'list') ?? undefined}
                waiting={resource === 'changeRequests' ? waiting : 0}
              />
            ))}
          </Fragment>
        ))}
      </ul>
    </nav>
  );
});

interface EntryProps {
  to: string;
  name: string;
  icon: SvgIconComponent;
  isCurrent: boolean;
  /** Whether the menu is wide enough for names. */
  isOpen: boolean;
  /** Called when the entry is followed. */
  close: (() => void) | undefined;
  permission?: string | undefined;
  /** How many of its rows wait for this person. */
  waiting?: number;
}

function Entry({ to, name, icon: Icon, isCurrent, isOpen, close, permission, waiting = 0 }: EntryProps) {
  const { href, onClick } = useLink(to);
  return (
    <a
      role="menuitem"
      href={href}
      onClick={(event) => {
        onClick(event);
        close?.();
      }}
      className="menu-entry"
      aria-current={isCurrent ? 'page' : undefined}
      title={isOpen ? undefined : name}
      data-permission={permission}
    >
      <span className="menu-icon">
        {waiting > 0 ? (
          <Badge badgeContent={waiting} color="error" aria-hidden>
            <Icon fontSize="small" />
          </Badge>
        ) : (
          <Icon fontSize="small" />
        )}
      </span>
      <span className="menu-name">
        {name}
        {waiting > 0 && (
          <Box component="span" sx={VISUALLY_HIDDEN}>
            {t('({count} for you)', { count: waiting })}
          </Box>
        )}
      </span>
    </a>
  );
}

/** The arrow keys, Home and End go to the other entries, as in every menu. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const entries = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const at = entries.findIndex((entry) => entry === document.activeElement);
  const next: Record<string, HTMLElement | undefined> = {
    ArrowDown: entries[(at + 1) % entries.length],
    ArrowUp: entries.at(at - 1),
    Home: entries[0],
    End: entries.at(-1),
  };
  const entry = next[event.key];
  if (entry === undefined) return;
  event.preventDefault();
  entry.focus();
}

/** How many change requests wait for this person. */
function useWaitingForMe(): number {
  const isLater = useFirstPageShown();
  const enabled = useMay()('changeRequests.read') && isLater;
  const { data, total } = useGetList<ChangeRequest>(
    'changeRequests',
    { pagination: { page: 1, perPage: 1 }, filter: { forMe: true } },
    { enabled, meta: READ_LATER },
  );
  return total ?? data?.length ?? 0;
}
