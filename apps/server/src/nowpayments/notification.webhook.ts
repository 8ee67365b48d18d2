import type { FastifyInstance } from 'fastify';
import { DomainError } from '../base/domainError.ts';
import type { IpnVerdict } from './verifyIpn.ts';

interface NotificationEndpoint<Report> {
  path: string;
  /** Checks the signature over the body as it was sent. */
  verify(ipn: { rawBody: Buffer; signature: string | undefined }): IpnVerdict<Report>;
  /** Records and applies a report that the provider has signed. Returns its outcome. */
  receive(report: Report, rawBody: Buffer): Promise<string>;
  /** Called for a notification that is not signed or is about something else. */
  onRefused(fields: { reason: string; ip: string }): void;
}

const SIGNATURE_MESSAGES = {
  MISSING_SIGNATURE: 'the notification has no signature',
  BAD_SIGNATURE: 'the signature does not match the body',
  BAD_JSON: 'the body is not JSON',
};

/** Bodies of the provider's notifications are about one kilobyte. */
const BODY_LIMIT = 64 * 1024;

/**
 * An endpoint for the provider's notifications: checks the signature over the raw body, passes the report on,
 * and answers 200 well within the provider's three seconds. The provider sends a notification again after any
 * other status, so a body that is signed but of another kind is answered with 200 too.
 */
export function notificationEndpoint<Report>(
  app: FastifyInstance,
  { path, verify, receive, onRefused }: NotificationEndpoint<Report>,
): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, parsed) =>
      parsed(null, body),
    );
    scope.post(path, async (request, reply) => {
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const signature = request.headers['x-nowpayments-sig'];
      const verdict = verify({ rawBody, signature: typeof signature === 'string' ? signature : undefined });
      if (!verdict.ok) {
        const { reason } = verdict;
        onRefused({ reason, ip: request.ip });
        if (reason === 'NOT_A_PAYMENT' || reason === 'NOT_A_PAYOUT') return await reply.send({ reason });
        throw new DomainError('SIGNATURE_INVALID', SIGNATURE_MESSAGES[reason]);
      }
      return await reply.send({ ok: true, outcome: await receive(verdict.report, rawBody) });
    });
    done();
  });
}
