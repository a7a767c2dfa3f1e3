import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { loadGuidance } from '../src/adapters/articles/open-guidance.ts';
import { routeEventSchema } from '../src/core/watch/notifications/route-event.ts';
import { fillCheckTables } from './docs/fill-check-tables.ts';
import { renderCommandReference } from './docs/render-command-reference.ts';
import { renderNeededWords } from './docs/render-needed-words.ts';
import { drawHouse } from './draw-house.ts';
import { countSayings, learnWeights } from './weights/learn-weights.ts';
import { listOwnSayings, loadSayings, translateSayings } from './weights/load-sayings.ts';
import { saveWeights } from './weights/save-weights.ts';

/** `npm run docs`: writes what the documentation takes from the code. Tests say when it is due. */
writeFileSync(new URL('../docs/command-reference.md', import.meta.url), renderCommandReference());
const architecture = new URL('../docs/architecture.md', import.meta.url);
writeFileSync(architecture, drawHouse(readFileSync(architecture, 'utf8')));
const checks = new URL('../docs/checks.md', import.meta.url);
writeFileSync(checks, fillCheckTables(readFileSync(checks, 'utf8')));
const event = z.toJSONSchema(routeEventSchema);
writeFileSync(new URL('../docs/event.schema.json', import.meta.url), `${JSON.stringify(event, null, 2)}\n`);
writeFileSync(new URL('../src/core/model/text/needed-words.json', import.meta.url), renderNeededWords());
const guidance = loadGuidance();
const stored = loadSayings(guidance.library);
const sayings = [...listOwnSayings(guidance), ...stored];
saveWeights(learnWeights(countSayings(translateSayings(sayings, guidance.knowledge.translations))), stored.length);
