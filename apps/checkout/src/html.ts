/** Text that is HTML already. Everything else is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = string | number | Html | readonly Content[] | null | false | undefined;

/**
 * HTML from a template: values are escaped unless they are `Html` themselves; null and false add nothing.
 */
export function html(parts: TemplateStringsArray, ...values: Content[]): Html {
  return new Html(
    parts.map((part, index) => (index === 0 ? part : contentText(values[index - 1]) + part)).join(''),
  );
}

function contentText(content: Content): string {
  if (content === null || content === false || content === undefined) return '';
  if (content instanceof Html) return content.text;
  if (typeof content === 'object') return content.map(contentText).join('');
  return escape(String(content));
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** JSON that is safe inside a `<script>` element. */
export const scriptJson = (value: unknown): Html =>
  new Html(JSON.stringify(value).replaceAll('<', String.raw`\u003c`));

/**
 * An amount, address or other machine-readable text: left to right in any language, and broken only where
 * necessary.
 */
export const exact = (text: string): Html => html`<bdi dir="ltr" class="exact">${text}</bdi>`;

/** A sentence with its `{placeholders}` filled in. */
export function formatHtml(sentence: string, values: Record<string, Content> = {}): Html {
  return html`${sentence.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 0 ? part : (values[part] ?? '')))}`;
}

/** The same as plain text, for titles and screen readers. */
export function formatText(sentence: string, values: Record<string, string> = {}): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
