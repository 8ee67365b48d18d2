import { Avatar } from '@mui/material';

/** The first letters of the first and the last name. */
function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const [first = '', last = ''] = [words[0], words.length > 1 ? words.at(-1) : ''];
  return (first.slice(0, 1) + last.slice(0, 1)).toUpperCase() || '?';
}

interface PersonMarkProps {
  name: string;
  size?: number;
  /** They work on it, and do not only look. */
  filled?: boolean;
}

/** A colleague by their initials. The text beside it says the name. */
export const PersonMark = ({ name, size = 24, filled = false }: PersonMarkProps) => (
  <Avatar
    aria-hidden
    sx={{
      width: size,
      height: size,
      fontSize: size * 0.42,
      fontWeight: 650,
      color: filled ? 'primary.contrastText' : 'text.primary',
      backgroundColor: filled ? 'primary.main' : 'action.selected',
      border: filled ? 0 : 1,
      borderColor: 'divider',
    }}
  >
    {initialsOf(name)}
  </Avatar>
);
