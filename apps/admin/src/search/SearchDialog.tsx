import SearchIcon from '@mui/icons-material/Search';
import { Box, CircularProgress, Dialog, InputBase, Typography } from '@mui/material';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { EmptyState, ErrorState } from '../fields/states.tsx';
import { rememberItem } from './recentItems.ts';
import { type Option, recentSections, sectionsOf } from './sections.ts';
import { MIN_QUERY, useSearch } from './useSearch.ts';
import { t } from '../texts/t.ts';

/** One box for everything that staff have at hand: paste it, choose with the arrow keys, open with Enter. */
export function SearchDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [text, setText] = useState('');
  const { groups, error, retry, isBehind } = useSearch(text);
  const navigate = useNavigate();
  const listId = useId();
  const isTyped = text.trim().length >= MIN_QUERY;
  const sections = isTyped ? sectionsOf(groups ?? [], text.trim()) : recentSections();
  const options = sections.flatMap(({ options: own }) => own);
  const [chosen, setChosen] = useState(0);
  const current = Math.min(chosen, options.length - 1);

  function open(option: Option): void {
    if (option.item !== null) rememberItem(option.item);
    close();
    void navigate(option.path);
  }
  function close(): void {
    setText('');
    setChosen(0);
    onClose();
  }
  function press(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const option = options[current];
    if (step !== undefined && options.length > 0)
      setChosen((current + step + options.length) % options.length);
    else if (event.key === 'Enter' && option !== undefined && !isBehind) open(option);
    else return;
    event.preventDefault();
  }

  return (
    <Dialog
      open={isOpen}
      onClose={close}
      fullWidth
      maxWidth="sm"
      aria-label={t('Search everything')}
      sx={{ '& .MuiDialog-container': { alignItems: 'flex-start' } }}
    >
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 1,
          px: 2,
          py: 1.5,
          borderBottom: 1,
          borderColor: 'divider',
        }}
      >
        <SearchIcon color="action" />
        <InputBase
          autoFocus
          fullWidth
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            setChosen(0);
          }}
          onKeyDown={press}
          placeholder={t('Id, e-mail, name, address, hash, order, amount or link')}
          inputProps={{
            role: 'combobox',
            'aria-label': t('Search everything'),
            'aria-expanded': options.length > 0,
            'aria-controls': listId,
            'aria-autocomplete': 'list',
            'aria-activedescendant': options.length > 0 ? `${listId}-${current}` : undefined,
            maxLength: 500,
            autoComplete: 'off',
            spellCheck: false,
          }}
        />
        {isBehind && <CircularProgress size={18} aria-label={t('Searching')} />}
      </Box>
      <Box
        id={listId}
        role="listbox"
        aria-label={t('Results')}
        sx={{ maxHeight: '60vh', overflowY: 'auto', pb: 1 }}
      >
        {sections.map(({ name, options: own, start }) => (
          <Box key={name} role="group" aria-label={name}>
            <Typography variant="overline" component="div" sx={{ px: 2, pt: 1, color: 'text.secondary' }}>
              {name}
            </Typography>
            {own.map((option, index) => (
              <Row
                key={option.path}
                id={`${listId}-${start + index}`}
                option={option}
                isChosen={start + index === current}
                onOpen={() => open(option)}
                onPoint={() => setChosen(start + index)}
              />
            ))}
          </Box>
        ))}
      </Box>
      <Message>
        {error !== null && isTyped ? (
          <ErrorState error={error} onRetry={() => void retry()} />
        ) : isTyped && !isBehind && groups?.length === 0 ? (
          <EmptyState title={t('Nothing found for “{text}”', { text: text.trim() })}>
            {t(
              'Try an id or its beginning, an e-mail, a name, an address, a transaction hash, an order id or an amount in USD.',
            )}
          </EmptyState>
        ) : !isTyped && options.length === 0 ? (
          <EmptyState title={t('Paste anything you have')}>
            {t('A link to a block explorer, a payment link, a customer’s e-mail, an order id, an amount.')}
          </EmptyState>
        ) : null}
      </Message>
    </Dialog>
  );
}

/** Announced when it changes. */
const Message = ({ children }: { children: ReactNode }) => <Box role="status">{children}</Box>;

interface RowProps {
  id: string;
  option: Option;
  isChosen: boolean;
  onOpen: () => void;
  onPoint: () => void;
}

function Row({ id, option, isChosen, onOpen, onPoint }: RowProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isChosen) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    <Box
      ref={ref}
      id={id}
      role="option"
      aria-selected={isChosen}
      onClick={onOpen}
      onMouseMove={onPoint}
      sx={{ px: 2, py: 0.75, cursor: 'pointer', bgcolor: isChosen ? 'action.selected' : undefined }}
    >
      <Typography dir="auto" sx={{ fontWeight: 550, overflowWrap: 'anywhere' }}>
        {option.title}
      </Typography>
      {option.sentence !== null && (
        <Typography dir="auto" variant="body2" sx={{ color: 'text.secondary' }}>
          {option.sentence}
        </Typography>
      )}
    </Box>
  );
}
