import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../simulators/microsoft/sandbox.ts';
import { startProgram } from '../../processes/start-program.ts';
import { createRenewalWorld, type RenewalWorld, renew } from './renewal-world.ts';

const SCRIPT = new URL('./renew-and-die.ts', import.meta.url);
/** Begin, prove, store: what is written, in order; then the token itself, and the end. */
const EFFECTS = ['begin', 'proving', 'storing', 'renew', 'end'];

describe('a renewal whose process is killed', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await createSandbox({ tenants: 2, pollIntervalS: 0 });
  });
  afterAll(() => sandbox.close());

  const run = async (world: RenewalWorld, args: readonly string[]) => {
    const program = startProgram([SCRIPT, ...args], { env: world.environment });
    return { code: await program.ended, stdout: program.stdout(), stderr: program.stderr() };
  };

  it('has the effects that the kills below go through', async () => {
    const world = await createRenewalWorld(sandbox);
    expect(await run(world, [])).toMatchObject({ stdout: `true ${EFFECTS.length}\n` });
    await world.close();
  });

  const kills = EFFECTS.flatMap((name, at) => ['before', 'after'].map((when) => [when, name, at] as const));
  it.each(kills)(
    'leaves a working token, says what was under way, and can be begun anew: %s %s',
    async (when, name, at) => {
      const world = await createRenewalWorld(sandbox);
      const { code } = await run(world, [String(at), when]);
      expect(code).toBeNull();
      const opened = await world.open();
      expect(await opened.works()).toBe(true);
      const isOver = when === 'after' && name === 'end';
      const isBegun = !(when === 'before' && name === 'begin') && !isOver;
      const left = await opened.storage.renewals.interrupted();
      expect(left.map(({ connection }) => connection)).toEqual(isBegun ? ['default'] : []);
      const { facts } = await opened.keeper.resolve(world.configured);
      const isStored = (when === 'after' && name === 'renew') || name === 'end';
      expect(facts.born).toBe(isStored ? 'code' : 'configured');
      const { result, shown } = await renew(world, opened);
      expect(result.ok).toBe(true);
      expect(shown[0]).toBe(isBegun ? `interrupted ${left[0]?.step}` : 'open');
      expect(await opened.storage.renewals.interrupted()).toEqual([]);
      await opened.close();
      await world.close();
    },
  );
});
