import type { FastifyReply } from 'fastify';

const SENTENCES = {
  code: [200, 'You are signed in', 'Samaritan now proves the new token. Close this page, and look where you began.'],
  error: [200, 'The sign-in ended without a token', 'Close this page. Samaritan says why, where you began.'],
  foreign: [
    400,
    'This address belongs to another sign-in',
    'Nothing was taken from it. Renew again, and use that page.',
  ],
  late: [400, 'This sign-in is over', 'Renew again.'],
  nothing: [404, 'There is nothing here', 'Samaritan waits here for Microsoft’s sign-in page to send you back.'],
} as const;

/** A page without scripts, pictures or links; nothing of the address is repeated on it. */
export function renderSignInPage(reply: FastifyReply, kind: keyof typeof SENTENCES): FastifyReply {
  const [status, title, text] = SENTENCES[kind];
  return render(reply.code(status), title, `<p>${text}</p>`, "'none'");
}

/** The page of a link: its one button leads to Microsoft's, at `target`. */
export function renderStartPage(reply: FastifyReply, target: string): FastifyReply {
  const text =
    '<p>Sign in with the service account, with MFA. This works once.</p><form method="post"><button>Sign in at Microsoft</button></form>';
  return render(reply.code(200), 'Renew the token of Samaritan', text, `'self' ${target}`);
}

function render(reply: FastifyReply, title: string, content: string, formAction: string): FastifyReply {
  return reply
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action ${formAction}`,
      'referrer-policy': 'no-referrer',
    })
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1>${content}</html>`,
    );
}
