// First: it decides in which language the modules below are loaded.
import './language.ts';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, expect, vi } from 'vitest';
import { announceSignedOut } from '../src/providers/authClient.ts';
import { queryClient } from '../src/providers/queryClient.ts';
import { unansweredCalls } from './fakeDesk.ts';

// A busy machine takes longer than the second that is the default.
configure({ asyncUtilTimeout: 5_000 });

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
  // Ends the session as a person would: drafts are dropped, and nothing that was read is kept.
  announceSignedOut();
  queryClient.clear();
  expect(unansweredCalls(), 'calls without an answer').toEqual([]);
});
