/** Rotates in a process of its own, which is killed before or after the effect of that number. Writes how many there were. */

import { parseConfig } from '../../../src/bot/config/parse-config.ts';
import { toConnection } from '../../../src/bot/config/to-connection.ts';
import { openWorld } from './renewal-world.ts';
import { rotate, rotationParts } from './rotate.ts';

const [at = '', when = ''] = process.argv.slice(2);
const environment = process.env as Record<string, string>;
const parsed = parseConfig(environment);
if (!parsed.ok) throw new Error(parsed.faults.join(' '));
const opened = await openWorld(environment);
let effects = 0;

/** These methods are effects. */
function deadly<T extends object>(part: T, names: readonly string[]): T {
  return new Proxy(part, {
    get: (target, name) => {
      const method = Reflect.get(target, name) as (...given: unknown[]) => unknown;
      if (!names.includes(String(name))) return typeof method === 'function' ? method.bind(target) : method;
      return async (...given: unknown[]) => {
        const mine = effects++;
        if (when === 'before' && mine === Number(at)) process.kill(process.pid, 'SIGKILL');
        const result = await method.apply(target, given);
        if (when === 'after' && mine === Number(at)) process.kill(process.pid, 'SIGKILL');
        return result;
      };
    },
  });
}

const parts = rotationParts(opened, environment);
const clientSecrets = deadly(parts.tokens.clientSecrets, ['keep']);
const { result } = await rotate(toConnection(parsed.config), {
  ...parts,
  journal: deadly(parts.journal, ['begin', 'step', 'end']),
  appSecrets: { open: (options) => deadly(parts.appSecrets.open(options), ['add', 'remove']) },
  tokens: new Proxy(parts.tokens, {
    get: (target, name) => {
      if (name === 'clientSecrets') return clientSecrets;
      const method = Reflect.get(target, name) as (...given: unknown[]) => unknown;
      return method.bind(target);
    },
  }),
});
await opened.close();
process.stdout.write(`${result.ok} ${effects}\n`);
