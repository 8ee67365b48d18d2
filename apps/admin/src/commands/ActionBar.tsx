import MoreIcon from '@mui/icons-material/MoreHoriz';
import { Box, Button, Menu, MenuItem } from '@mui/material';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useId, useState } from 'react';
import { marksOf, type OfferedAction } from '../providers/neededPermissions.ts';
import { t } from '../texts/t.ts';

interface FoldedAction {
  label: string;
  action: OfferedAction;
  /** What does not allow it. */
  why: string;
}
type Fold = (folded: FoldedAction) => () => void;

const FoldContext = createContext<Fold | null>(null);

/**
 * Actions of a page. Those that the state of the row does not allow now are in a menu at the end, which says why: they
 * take no space from the others.
 */
export function ActionBar({ children }: { children: ReactNode }) {
  const [folded, setFolded] = useState<ReadonlyMap<string, FoldedAction>>(new Map());
  const fold = useCallback<Fold>((one) => {
    setFolded((others) => new Map(others).set(one.label, one));
    return () =>
      setFolded((others) => {
        const left = new Map(others);
        left.delete(one.label);
        return left;
      });
  }, []);
  return (
    <FoldContext value={fold}>
      {children}
      {folded.size > 0 && <FoldedActions actions={[...folded.values()]} />}
    </FoldContext>
  );
}

/**
 * Whether an action is in the menu of the bar that it stands in.
 *
 * @param why what does not allow it; null: it stands in the bar
 */
export function useFolded({ label, action }: Omit<FoldedAction, 'why'>, why: string | null): boolean {
  const fold = useContext(FoldContext);
  useEffect(
    () => (fold === null || why === null ? undefined : fold({ label, action, why })),
    [fold, label, action, why],
  );
  return fold !== null && why !== null;
}

function FoldedActions({ actions }: { actions: readonly FoldedAction[] }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const id = useId();
  return (
    <>
      <Button
        variant="outlined"
        color="inherit"
        aria-label={t('Actions that are not possible now')}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-controls={anchor === null ? undefined : id}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ minWidth: 0, px: 1 }}
      >
        <MoreIcon fontSize="small" />
      </Button>
      {anchor !== null && (
        <Menu
          id={id}
          open
          anchorEl={anchor}
          onClose={() => setAnchor(null)}
          slotProps={{ list: { 'aria-label': t('Actions that are not possible now') } }}
        >
          {actions.map(({ label, action, why }) => (
            // Can be reached with the keyboard, so that its reason can be read.
            <MenuItem
              key={label}
              {...marksOf(action)}
              aria-disabled
              sx={{ display: 'block', cursor: 'default', maxWidth: 340 }}
            >
              <Box sx={{ fontWeight: 600, color: 'text.secondary' }}>{label}</Box>
              <Box sx={{ fontSize: '0.85rem', color: 'text.secondary', whiteSpace: 'normal' }}>{why}</Box>
            </MenuItem>
          ))}
        </Menu>
      )}
    </>
  );
}
