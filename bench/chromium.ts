import { existsSync } from 'node:fs';

/** The browser to look at pages with: what `CHROMIUM` names, else Debian's. Undefined where it is not there. */
export const CHROMIUM = [process.env.CHROMIUM ?? '/usr/bin/chromium'].find((path) => existsSync(path));
