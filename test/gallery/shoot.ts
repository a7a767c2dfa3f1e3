import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';
import { type Shot, toDiscordPage } from './discord-page.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ICONS = fileURLToPath(new URL('../../manifest/icons/', import.meta.url));

/** Draws messages as Discord does and writes a picture of each into a folder. `executable`: Chromium. */
export async function shootDiscord(shots: readonly Shot[], folder: string, executable: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const page = toDiscordPage(shots);
  const server = await createServer({
    root: HERE,
    configFile: false,
    logLevel: 'error',
    cacheDir: join(tmpdir(), 'samaritan-gallery'),
    publicDir: ICONS,
    server: { host: '127.0.0.1', port: 0 },
    plugins: [
      {
        name: 'cards',
        configureServer: ({ middlewares }) => {
          middlewares.use((request, response, next) => {
            if (request.url === '/') response.setHeader('content-type', 'text/html').end(page);
            else next();
          });
        },
      },
    ],
  });
  await server.listen();
  const address = server.httpServer?.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
  try {
    const tab = await browser.newPage({ deviceScaleFactor: 2, viewport: { width: 720, height: 900 } });
    await tab.goto(`http://127.0.0.1:${port}/`);
    await tab.waitForFunction('customElements.get("discord-message") !== undefined');
    await tab.waitForLoadState('networkidle');
    const files: string[] = [];
    for (const { name } of shots) {
      const file = join(folder, `discord-${name}.png`);
      await tab.locator(`#${name}`).screenshot({ path: file });
      files.push(file);
    }
    return files;
  } finally {
    await browser.close();
    await server.close();
  }
}
