/** Renews in a process of its own, which is killed before or after its change of that number. */

import { parseConfig } from '../../../src/bot/config/parse-config.ts';
import { toConnection } from '../../../src/bot/config/to-connection.ts';
import { dyingAt } from './dying.ts';
import { openWorld, renew } from './renewal-world.ts';

const [at = '', when = ''] = process.argv.slice(2);
const parsed = parseConfig(process.env);
if (!parsed.ok) throw new Error(parsed.faults.join(' '));
const { keeper, parts } = await openWorld(process.env as Record<string, string>);
const { deadly } = dyingAt(Number(at), when as 'before' | 'after', () => process.kill(process.pid, 'SIGKILL'));
await renew(
  { configured: toConnection(parsed.config) },
  {
    parts: {
      ...parts,
      journal: deadly(parts.journal, ['begin', 'step', 'end']),
      keeper: deadly(keeper, ['renew']),
    },
  },
);
