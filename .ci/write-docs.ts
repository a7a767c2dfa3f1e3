import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { listOwnSayings, loadSayings } from '../src/adapters/articles/load-sayings.ts';
import { saveWeights } from '../src/adapters/articles/load-weights.ts';
import { loadGuidance } from '../src/adapters/articles/open-guidance.ts';
import { fillCheckTables } from '../src/bot/docs/fill-check-tables.ts';
import { renderCommandReference } from '../src/bot/docs/render-command-reference.ts';
import { learnWeights } from '../src/core/guidance/explain/learn-weights.ts';
import { routeEventSchema } from '../src/core/watch/notifications/route-event.ts';
import { drawHouse } from './draw-house.ts';

/** `npm run docs`: writes what the documentation takes from the code. Tests say when it is due. */
writeFileSync(new URL('../docs/command-reference.md', import.meta.url), renderCommandReference());
const architecture = new URL('../docs/architecture.md', import.meta.url);
writeFileSync(architecture, drawHouse(readFileSync(architecture, 'utf8')));
const checks = new URL('../docs/checks.md', import.meta.url);
writeFileSync(checks, fillCheckTables(readFileSync(checks, 'utf8')));
const event = z.toJSONSchema(routeEventSchema);
writeFileSync(new URL('../docs/event.schema.json', import.meta.url), `${JSON.stringify(event, null, 2)}\n`);
const guidance = loadGuidance();
const stored = loadSayings(guidance.library);
saveWeights(learnWeights([...listOwnSayings(guidance), ...stored]), stored.length);
