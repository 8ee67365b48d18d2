import { Fragment, type ReactNode } from 'react';

/**
 * A translated sentence with elements in it: `<Rich text={t('Read <a>the guide</a>.')} tags={{ a: … }} />`. Each tag
 * of the text is one function; what a translation moves to another place stays what it is.
 */
export function Rich({ text, tags }: { text: string; tags: Record<string, (content: string) => ReactNode> }) {
  return text.split(/(<(\w+)>.*?<\/\2>)/g).map((part, index, parts) => {
    // Every third part is the name of the tag before it.
    if (index % 3 === 2) return null;
    const name = index % 3 === 1 ? parts[index + 1] : undefined;
    const tag = name === undefined ? undefined : tags[name];
    // The parts of a sentence have no other identity than their place.
    return <Fragment key={index}>{tag && name ? tag(contentOf(part, name)) : part}</Fragment>;
  });
}

const contentOf = (element: string, name: string): string =>
  element.slice(`<${name}>`.length, -`</${name}>`.length);
