import ColumnsIcon from '@mui/icons-material/ViewColumnOutlined';
import {
  Box,
  Button,
  Checkbox,
  Divider,
  IconButton,
  ListItemText,
  Menu,
  MenuItem,
  Tooltip,
} from '@mui/material';
import { useState } from 'react';
import { useWasOpen } from '../fields/useWasOpen.ts';
import type { ListSettings } from './useListSettings.ts';
import { t } from '../texts/t.ts';

interface ColumnsMenuProps {
  columns: readonly { key: string; label: string }[];
  /** The keys of those that are shown. */
  shown: readonly string[];
  settings: ListSettings;
  change: (settings: ListSettings) => void;
}

/** Which columns a list shows, and how close its rows are. */
export function ColumnsMenu({ columns, shown, settings, change }: ColumnsMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const wasOpen = useWasOpen(anchor !== null);
  const toggle = (key: string) => {
    const next = columns
      .map((column) => column.key)
      .filter((other) => (other === key ? !shown.includes(key) : shown.includes(other)));
    if (next.length > 0) change({ ...settings, columns: next });
  };
  return (
    <>
      <Tooltip title={t('Columns and density')}>
        <IconButton
          aria-label={t('Columns and density')}
          aria-haspopup="menu"
          aria-expanded={anchor !== null}
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <ColumnsIcon />
        </IconButton>
      </Tooltip>
      {wasOpen && (
        <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
          {columns.map(({ key, label }) => (
            <MenuItem
              key={key}
              role="menuitemcheckbox"
              aria-checked={shown.includes(key)}
              dense
              onClick={() => toggle(key)}
            >
              <Checkbox
                size="small"
                checked={shown.includes(key)}
                tabIndex={-1}
                disableRipple
                sx={{ p: 0, mr: 1 }}
                aria-hidden
              />
              <ListItemText>{label}</ListItemText>
            </MenuItem>
          ))}
          <Divider />
          <MenuItem
            role="menuitemcheckbox"
            aria-checked={settings.isCompact === true}
            dense
            onClick={() => change({ ...settings, isCompact: settings.isCompact !== true })}
          >
            <Checkbox
              size="small"
              checked={settings.isCompact === true}
              tabIndex={-1}
              disableRipple
              sx={{ p: 0, mr: 1 }}
              aria-hidden
            />
            <ListItemText>{t('Compact rows')}</ListItemText>
          </MenuItem>
          <Box sx={{ px: 1, pt: 0.5 }}>
            <Button
              size="small"
              disabled={settings.columns === undefined}
              onClick={() => change({ isCompact: settings.isCompact === true })}
            >
              {t('Columns that fit')}
            </Button>
          </Box>
        </Menu>
      )}
    </>
  );
}
