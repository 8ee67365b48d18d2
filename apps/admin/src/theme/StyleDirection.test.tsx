import { Box } from '@mui/material';
import { render, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { expect, test } from 'vitest';
import { StyleDirection } from './StyleDirection.tsx';

const marginOf = (text: string) => {
  const { marginLeft, marginRight } = getComputedStyle(screen.getByText(text));
  return { marginLeft, marginRight };
};

test('what is written for the left is applied to the right in a language from right to left', async () => {
  render(
    <Suspense>
      <StyleDirection of="rtl">
        <Box sx={{ marginLeft: '8px' }}>mirrored</Box>
      </StyleDirection>
    </Suspense>,
  );
  await screen.findByText('mirrored');
  expect(marginOf('mirrored')).toMatchObject({ marginRight: '8px' });
  expect(marginOf('mirrored').marginLeft).not.toBe('8px');
});

test('English is not mirrored', () => {
  render(
    <StyleDirection>
      <Box sx={{ marginLeft: '8px' }}>as written</Box>
    </StyleDirection>,
  );
  expect(marginOf('as written').marginLeft).toBe('8px');
});
