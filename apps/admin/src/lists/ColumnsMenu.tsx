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
import type { ListSettings } from './useListSettings.ts';

interface ColumnsMenuProps {
  /** The headings of all columns, and of those that are shown. */
  labels: readonly string[];
  shown: readonly string[];
  settings: ListSettings;
  change: (settings: ListSettings) => void;
}

/** Which columns a list shows, and how close its rows are. */
export function ColumnsMenu({ labels, shown, settings, change }: ColumnsMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const toggle = (label: string) => {
    const next = labels.filter((other) => (other === label ? !shown.includes(label) : shown.includes(other)));
    if (next.length > 0) change({ ...settings, columns: next });
  };
  return (
    <>
      <Tooltip title="Columns and density">
        <IconButton
          aria-label="Columns and density"
          aria-haspopup="menu"
          aria-expanded={anchor !== null}
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <ColumnsIcon />
        </IconButton>
      </Tooltip>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        {labels.map((label) => (
          <MenuItem
            key={label}
            role="menuitemcheckbox"
            aria-checked={shown.includes(label)}
            dense
            onClick={() => toggle(label)}
          >
            <Checkbox
              size="small"
              checked={shown.includes(label)}
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
          <ListItemText>Compact rows</ListItemText>
        </MenuItem>
        <Box sx={{ px: 1, pt: 0.5 }}>
          <Button
            size="small"
            disabled={settings.columns === undefined}
            onClick={() => change({ isCompact: settings.isCompact === true })}
          >
            Columns that fit
          </Button>
        </Box>
      </Menu>
    </>
  );
}
