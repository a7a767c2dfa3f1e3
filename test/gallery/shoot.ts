import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ICONS = fileURLToPath(new URL('../../manifest/icons/', import.meta.url));

export interface Gallery {
  /** Stands before the names of its pictures, such as `teams-dark-320`. */
  name: string;
  page: string;
  /** Of the window, in pixels. */
  width: number;
  shots: readonly string[];
}

/** Shows pages of cards in a browser and writes a picture of each card into a folder. `executable`: Chromium. */
export async function shoot(galleries: readonly Gallery[], folder: string, executable: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const pages = new Map(galleries.map(({ name, page }) => [`/${name}`, page]));
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
            const page = pages.get(request.url ?? '');
            if (page !== undefined) response.setHeader('content-type', 'text/html').end(page);
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
    const files: string[] = [];
    for (const { name, width, shots } of galleries) {
      const tab = await browser.newPage({ deviceScaleFactor: 2, viewport: { width, height: 900 } });
      await tab.goto(`http://127.0.0.1:${port}/${name}`);
      await tab.waitForFunction('customElements.get("discord-message") !== undefined');
      await tab.waitForLoadState('networkidle');
      for (const shot of shots) {
        const file = join(folder, `${name}-${shot}.png`);
        await tab.locator(`#${shot}`).screenshot({ path: file });
        files.push(file);
      }
      await tab.close();
    }
    return files;
  } finally {
    await browser.close();
    await server.close();
  }
}
