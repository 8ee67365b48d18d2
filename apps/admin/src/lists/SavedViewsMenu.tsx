import ViewsIcon from '@mui/icons-material/BookmarkBorder';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import LinkIcon from '@mui/icons-material/Link';
import StarIcon from '@mui/icons-material/Star';
import {
  Box,
  Button,
  Checkbox,
  Divider,
  FormControlLabel,
  IconButton,
  Popover,
  TextField,
  Tooltip,
} from '@mui/material';
import { type ExportResource, MAX_SAVED_VIEW_NAME } from '@paydesk/types/rules';
import { type FormEvent, useState } from 'react';
import { useListFilterContext, useListSortContext, useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { useWasOpen } from '../fields/useWasOpen.ts';
import type { SavedView, SavedViewQuery } from '../providers/records.ts';
import { searchOf, useSavedViews } from './useSavedViews.ts';
import type { ListSettings } from './useListSettings.ts';
import { t } from '../texts/t.ts';

interface SavedViewsMenuProps {
  resource: ExportResource;
  settings: ListSettings;
  change: (settings: ListSettings) => void;
}

/** The person's views of this list: opens one, saves the list as it is now, copies its address. */
export function SavedViewsMenu(props: SavedViewsMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const wasOpen = useWasOpen(anchor !== null);
  return (
    <>
      <Button
        color="inherit"
        startIcon={<ViewsIcon />}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {t('Views')}
      </Button>
      {wasOpen && <SavedViews {...props} anchor={anchor} close={() => setAnchor(null)} />}
    </>
  );
}

interface SavedViewsProps extends SavedViewsMenuProps {
  /** Where it is open; null: it is closed. */
  anchor: HTMLElement | null;
  close: () => void;
}

function SavedViews({ resource, settings, change, anchor, close }: SavedViewsProps) {
  const { filterValues } = useListFilterContext();
  const { sort } = useListSortContext();
  const { views = [], save, remove } = useSavedViews(resource);
  const navigate = useNavigate();
  const notify = useNotify();
  const query: SavedViewQuery = {
    filter: filterValues as SavedViewQuery['filter'],
    sort,
    ...(settings.columns && { columns: settings.columns }),
  };

  const attempt = async (work: () => Promise<unknown>, done: string) => {
    try {
      await work();
      notify(done, { type: 'info' });
    } catch (error) {
      notify(error instanceof Error ? error.message : t('This could not be saved.'), { type: 'error' });
    }
  };
  const open = (view: SavedView) => {
    close();
    if (view.query.columns) change({ ...settings, columns: view.query.columns });
    void navigate({ search: searchOf(view.query) });
  };
  const copyLink = async () => {
    const path = location.href.split('?')[0] ?? '';
    await navigator.clipboard.writeText(`${path}${searchOf({ filter: query.filter, sort })}`);
  };

  return (
    <Popover
      open={anchor !== null}
      anchorEl={anchor}
      onClose={close}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
      slotProps={{
        paper: { role: 'dialog', 'aria-label': t('Saved views'), sx: { width: 'min(340px, 94vw)', p: 1 } },
      }}
    >
      {views.length === 0 && (
        <Box sx={{ px: 1, py: 0.5, color: 'text.secondary' }}>{t('No saved views of this list yet.')}</Box>
      )}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {views.map((view) => (
          <Box component="li" key={view.id} sx={{ display: 'flex', alignItems: 'center' }}>
            <Button
              color="inherit"
              onClick={() => open(view)}
              endIcon={view.isDefault ? <StarIcon titleAccess={t('Opens with the list')} /> : undefined}
              sx={{
                flex: 1,
                minWidth: 0,
                justifyContent: 'flex-start',
                overflowWrap: 'anywhere',
                textAlign: 'left',
              }}
            >
              {view.name}
            </Button>
            <Tooltip title={t('Delete')}>
              <IconButton
                size="small"
                aria-label={t('Delete the view {name}', { name: view.name })}
                onClick={() => void attempt(() => remove(view.id), t('View deleted'))}
              >
                <DeleteIcon fontSize="small" />
              </IconButton>
            </Tooltip>
          </Box>
        ))}
      </Box>
      <Divider sx={{ my: 1 }} />
      <SaveForm save={(view) => attempt(() => save({ ...view, query }), t('View saved'))} />
      <Button
        size="small"
        startIcon={<LinkIcon />}
        sx={{ m: 0.5 }}
        onClick={() => void attempt(copyLink, t('Link copied'))}
      >
        {t('Copy a link to this list')}
      </Button>
    </Popover>
  );
}

function SaveForm({ save }: { save: (view: { name: string; isDefault: boolean }) => Promise<void> }) {
  const [name, setName] = useState('');
  const [isDefault, setIsDefault] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    void save({ name: name.trim(), isDefault });
    setName('');
    setIsDefault(false);
  };
  return (
    <Box component="form" onSubmit={submit} sx={{ px: 1 }}>
      <Box sx={{ display: 'flex', gap: 1 }}>
        <TextField
          label={t('Save this list as')}
          value={name}
          onChange={(event) => setName(event.target.value)}
          slotProps={{ htmlInput: { maxLength: MAX_SAVED_VIEW_NAME } }}
          sx={{ flex: 1 }}
        />
        <Button type="submit" variant="outlined" disabled={name.trim() === ''}>
          {t('Save')}
        </Button>
      </Box>
      <FormControlLabel
        control={
          <Checkbox
            size="small"
            checked={isDefault}
            onChange={(event) => setIsDefault(event.target.checked)}
          />
        }
        label={t('Open the list with it')}
      />
    </Box>
  );
}
