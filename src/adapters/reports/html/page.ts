import { html, Markup } from './markup.ts';

interface Page {
  /** What may be loaded and run: the page's own style and script by their hashes, nothing else. */
  policy: string;
  title: string;
  style: string;
  body: Markup;
}

/** A page that needs nothing else: no network, no other file. */
export function renderPage({ policy, title, style, body }: Page): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
${body}
</body>
</html>
`;
  return page.text;
}
