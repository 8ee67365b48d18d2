import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Rich } from './Rich.tsx';

const htmlOf = (text: string) =>
  render(
    <Rich text={text} tags={{ b: (content) => <strong>{content}</strong>, time: () => <time>noon</time> }} />,
  ).container.innerHTML;

test('the elements of a sentence go where the translation has them', () => {
  expect(htmlOf('<b>Ada</b> came at <time></time>.')).toBe('<strong>Ada</strong> came at <time>noon</time>.');
  expect(htmlOf('At <time></time> came <b>Ada</b>!')).toBe('At <time>noon</time> came <strong>Ada</strong>!');
});

test('what looks like an element of another name is text', () => {
  expect(htmlOf('Type <i>x</i>')).toBe('Type &lt;i&gt;x&lt;/i&gt;');
  expect(htmlOf('1 < 2, a <b>c')).toBe('1 &lt; 2, a &lt;b&gt;c');
});
