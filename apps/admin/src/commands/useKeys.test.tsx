import { Menu, MenuItem } from '@mui/material';
import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, it, vi } from 'vitest';
import { useKeys } from './useKeys.ts';

/** A page with a command on a key, and a menu. */
function Page({ command }: { command: () => void }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  useKeys({ j: command });
  return (
    <>
      <button type="button" onClick={(event) => setAnchor(event.currentTarget)}>
        More
      </button>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        <MenuItem onClick={() => setAnchor(null)}>Compact rows</MenuItem>
      </Menu>
    </>
  );
}

function openMenu(): ReturnType<typeof vi.fn> {
  const command = vi.fn();
  render(<Page command={command} />);
  const more = screen.getByRole('button', { name: 'More' });
  more.focus();
  fireEvent.click(more);
  return command;
}

it('a key belongs to a menu while it is open', () => {
  const command = openMenu();
  fireEvent.keyDown(screen.getByRole('menuitem'), { key: 'j' });
  expect(command).not.toHaveBeenCalled();
});

it('a key belongs to the page once a menu is closed, also while the menu fades out', () => {
  const command = openMenu();
  fireEvent.click(screen.getByRole('menuitem'));
  expect(document.querySelector('.MuiPopover-root')).not.toBeNull();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'More' }));
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'j' });
  expect(command).toHaveBeenCalledTimes(1);
});
