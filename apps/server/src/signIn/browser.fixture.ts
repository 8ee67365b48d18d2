import type { Auth } from './createAuth.ts';
import { CLIENT_ADDRESS_HEADER } from './limitSignIn.ts';

export const PUBLIC_URL = 'http://desk.test';

export interface Answer {
  status: number;
  body: Record<string, unknown> | null;
  setCookies: string[];
}

let addresses = 0;

/** A browser for tests: keeps its cookies, sends its origin, and has its own address, so that limits are separate. */
export class Browser {
  private readonly auth: Auth;
  private readonly origin: string;
  private readonly address: string;
  private readonly jar = new Map<string, string>();

  constructor(auth: Auth, origin = PUBLIC_URL, address?: string) {
    this.auth = auth;
    this.origin = origin;
    addresses += 1;
    this.address = address ?? `10.0.${addresses >> 8}.${addresses & 255}`;
  }

  get cookie(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** The headers that `authenticate` reads. */
  headers(): Headers {
    return new Headers(this.jar.size > 0 ? { cookie: this.cookie } : {});
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  post(path: string, body: object = {}): Promise<Answer> {
    return this.send('POST', path, JSON.stringify(body));
  }

  signIn(email: string, password: string): Promise<Answer> {
    return this.post('/sign-in/email', { email, password });
  }

  private async send(method: string, path: string, body?: string): Promise<Answer> {
    const headers = {
      cookie: this.cookie,
      origin: this.origin,
      'content-type': 'application/json',
      [CLIENT_ADDRESS_HEADER]: this.address,
    };
    const response = await this.auth.handler(
      new Request(`${PUBLIC_URL}/api/auth${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
      }),
    );
    const setCookies = response.headers.getSetCookie();
    setCookies.forEach((line) => this.keep(line));
    const text = await response.text();
    return {
      status: response.status,
      body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : null,
      setCookies,
    };
  }

  private keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '' || /max-age=0/i.test(line)) this.jar.delete(name);
    else this.jar.set(name, value);
  }
}
