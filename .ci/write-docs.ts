import { writeFileSync } from 'node:fs';
import { renderCommandReference } from '../src/bot/docs/render-command-reference.ts';

/** `npm run docs`: writes what the documentation takes from the code. Tests say when it is due. */
writeFileSync(new URL('../docs/command-reference.md', import.meta.url), renderCommandReference());
