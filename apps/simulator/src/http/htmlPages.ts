import type { FastifyReply } from 'fastify';

const page = (title: string): string =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;

/** The limiter sits in front of the API and speaks HTML; it names no time to come back at. */
export const answerTooManyRequests = (reply: FastifyReply): FastifyReply =>
  reply
    .code(429)
    .headers({ server: 'cloudflare', 'content-type': 'text/html' })
    .send(page('429 Too Many Requests'));
