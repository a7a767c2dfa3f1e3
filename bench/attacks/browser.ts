import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHROMIUM } from '../chromium.ts';
import type { Attacker, Outcome } from './attacker.ts';

const SCRIPT = encodeURIComponent("<script>document.title='pwned'</script>");

/** The public pages of the sign-in, opened in a real browser. */
export async function attackInBrowser(attacker: Attacker, folder: string): Promise<void> {
  const open = (profile: string, address: string, judge: (page: string, complaints: string) => Outcome) => () =>
    new Promise<Outcome>((resolve) => {
      const switches = ['--headless=new', '--no-sandbox', '--disable-gpu', '--enable-logging=stderr', '--dump-dom'];
      const args = [...switches, '--virtual-time-budget=3000', `--user-data-dir=${join(folder, profile)}`, address];
      execFile(CHROMIUM ?? '', args, { timeout: 60_000 }, (_error, page, complaints) =>
        resolve(judge(page, complaints)),
      );
    });
  const frame = join(folder, 'frame.html');
  await writeFile(frame, `<iframe src="${attacker.origin}/auth/callback?code=a&state=b"></iframe>`);
  const pages: Record<string, () => Promise<Outcome>> = {
    'sign-in page in Chromium: no script of an address runs': open(
      'script',
      `${attacker.origin}/auth/callback?error=${SCRIPT}&state=x#<img src=x onerror=document.title='pwned'>`,
      (page) => [page.includes('another sign-in') && !page.includes('pwned'), page.slice(0, 40)],
    ),
    'sign-in page in a frame (Chromium)': open('frame', `file://${frame}`, (_page, complaints) => {
      const refusal = /(?:frame-ancestors|Refused to frame|Framing [^\n]* violates)[^\n]{0,60}/i.exec(complaints)?.[0];
      return [refusal !== undefined, refusal ?? 'framed'];
    }),
  };
  for (const [name, run] of Object.entries(pages))
    if (CHROMIUM === undefined) attacker.skip(name, 'there is no Chromium here: name one in CHROMIUM');
    else await attacker.attack(name, run);
}
