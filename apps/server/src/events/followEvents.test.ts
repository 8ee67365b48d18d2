import { expect, test } from 'vitest';
import type { AppContext } from '../context/appContext.ts';
import type { EventTail } from './eventTail.ts';
import { followEvents, type SentEvent } from './followEvents.ts';
import type { StoredEvent } from './readEvents.ts';

/** A tail that has read these texts, as the events from number 1 on. */
function tailWith(texts: readonly string[]): EventTail {
  const events = texts.map((_text, index) => ({ sequence: String(index + 1), type: 'test' }) as StoredEvent);
  const batch = { after: 0, through: texts.length, events, texts: () => Promise.resolve(texts) };
  return {
    join: () => ({ leave: () => undefined }),
    behind: (cursor) => (cursor < texts.length ? batch : undefined),
    position: () => texts.length,
    changed: () => Promise.resolve(),
    readerCount: 1,
    isListening: () => true,
    close: () => Promise.resolve(),
  };
}

async function piecesOf(texts: readonly string[], after = 0): Promise<number[][]> {
  const pieces: number[][] = [];
  const ended = new AbortController();
  await followEvents({} as AppContext, tailWith(texts), {
    scope: { types: undefined, userId: undefined, forUser: false },
    after,
    signal: ended.signal,
    reader: {
      send(events: readonly SentEvent[]) {
        pieces.push(events.map(({ sequence }) => sequence));
        return Promise.resolve();
      },
      passed: () => ended.abort(),
    },
  });
  return pieces;
}

test('events that were read together are sent together, as far as they are small', async () => {
  expect(await piecesOf(['a', 'b', 'c', 'd'], 1)).toEqual([[2, 3, 4]]);
  const [small, large] = ['x'.repeat(7000), 'y'.repeat(50_000)];
  expect(await piecesOf([small, small, small, large, small, large])).toEqual([[1, 2], [3], [4], [5], [6]]);
});
