import { writeFileSync } from 'node:fs';
import { renderCommandReference } from '../src/bot/docs/render-command-reference.ts';

/** `npm run docs`: writes the commands of the registry into docs/command-reference.md. A test says when it is due. */
writeFileSync(new URL('../docs/command-reference.md', import.meta.url), renderCommandReference());
