import type { FastifyInstance } from 'fastify';
import { PUBLIC_URL } from './http.ts';

export interface BrowserAnswer {
  status: number;
  body: Record<string, unknown>;
}

let addresses = 0;

/**
 * A browser for tests that uses the server's HTTP endpoints: keeps its cookies, sends its origin, and has an
 * address of its own.
 */
export class HttpBrowser {
  readonly address: string;
  readonly userAgent: string;
  private readonly app: FastifyInstance;
  private readonly jar = new Map<string, string>();

  constructor(app: FastifyInstance, userAgent = 'Test Browser 1.0') {
    this.app = app;
    this.userAgent = userAgent;
    addresses += 1;
    this.address = `10.3.${addresses >> 8}.${addresses & 255}`;
  }

  get cookie(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** What `call` takes. */
  get caller(): Record<string, string> {
    return { cookie: this.cookie, origin: PUBLIC_URL, 'user-agent': this.userAgent };
  }

  /** A path below `/api`. */
  async post(path: string, payload: object = {}): Promise<BrowserAnswer> {
    const answer = await this.app.inject({
      method: 'POST',
      url: `/api${path}`,
      headers: { ...this.caller, 'content-type': 'application/json' },
      remoteAddress: this.address,
      payload,
    });
    for (const { name, value, maxAge } of answer.cookies) {
      if (value === '' || maxAge === 0) this.jar.delete(name);
      else this.jar.set(name, encodeURIComponent(value));
    }
    return {
      status: answer.statusCode,
      body: answer.body.startsWith('{') ? answer.json<Record<string, unknown>>() : {},
    };
  }

  async signIn(email: string, password: string): Promise<BrowserAnswer> {
    return await this.post('/auth/sign-in/email', { email, password });
  }
}
