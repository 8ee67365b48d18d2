/** An answer of the shop. */
export interface Answer {
  status: number;
  /** Where it leads, if it leads elsewhere. */
  location: string | null;
  text: string;
}

/** One customer's browser: it keeps cookies and sends forms with their hidden fields. */
export class Browser {
  readonly #shopUrl: string;
  readonly #cookies = new Map<string, string>();

  constructor(shopUrl: string) {
    this.#shopUrl = shopUrl;
  }

  async open(path: string): Promise<Answer> {
    return await this.#send(path, { method: 'GET' });
  }

  /** Fills in the form with this address and sends it. */
  async submit(action: string, fields: Record<string, string> = {}, page = '/'): Promise<Answer> {
    return await this.send(await this.form(action, page), fields);
  }

  /** A form of a page, which can be sent more than once. */
  async form(action: string, page = '/'): Promise<Form> {
    const { text } = await this.open(page);
    const forms = [...text.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)];
    const form = forms.find(([, attributes = '']) => attributes.includes(`action="${action}"`));
    if (form === undefined) throw new Error(`there is no form ${action} on ${page}:\n${text}`);
    return { action, hidden: hiddenFieldsOf(form[2] ?? '') };
  }

  async send({ action, hidden }: Form, fields: Record<string, string> = {}): Promise<Answer> {
    const body = new URLSearchParams({ ...hidden, ...fields });
    return await this.#send(action, { method: 'POST', body });
  }

  async #send(path: string, init: RequestInit): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(path, this.#shopUrl), {
      ...init,
      headers: { cookie },
      redirect: 'manual',
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
  }
}

export interface Form {
  action: string;
  hidden: Record<string, string>;
}

function hiddenFieldsOf(form: string): Record<string, string> {
  const inputs = [...form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => tag);
  const attribute = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return Object.fromEntries(inputs.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')]));
}
