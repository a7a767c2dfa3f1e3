/** Renews in a process of its own, which is killed before or after the effect of that number. Writes how many there were. */

import { parseConfig } from '../../../src/bot/config/parse-config.ts';
import { toConnection } from '../../../src/bot/config/to-connection.ts';
import { openWorld, renew } from './renewal-world.ts';

const [at = '', when = ''] = process.argv.slice(2);
const environment = process.env as Record<string, string>;
const parsed = parseConfig(environment);
if (!parsed.ok) throw new Error(parsed.faults.join(' '));
const opened = await openWorld(environment);
let effects = 0;

/** Every method is an effect. */
function deadly<T extends object>(part: T): T {
  return new Proxy(part, {
    get:
      (target, name) =>
      async (...given: unknown[]) => {
        const mine = effects++;
        if (when === 'before' && mine === Number(at)) process.kill(process.pid, 'SIGKILL');
        const method = Reflect.get(target, name) as (...given: unknown[]) => unknown;
        const result = await method.apply(target, given);
        if (when === 'after' && mine === Number(at)) process.kill(process.pid, 'SIGKILL');
        return result;
      },
  });
}

const { keeper } = opened;
const renewing = deadly({ renew: keeper.renew.bind(keeper) });
const parts = {
  ...opened.parts,
  journal: deadly(opened.parts.journal),
  keeper: new Proxy(keeper, {
    get: (target, name) => (name === 'renew' ? renewing.renew : Reflect.get(target, name).bind(target)),
  }),
};
const { result } = await renew({ configured: toConnection(parsed.config) }, { parts });
await opened.close();
process.stdout.write(`${result.ok} ${effects}\n`);
