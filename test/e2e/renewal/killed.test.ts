import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../simulators/microsoft/sandbox.ts';
import { RENEWAL_STEPS } from '../../../src/core/credentials/renewal-journal.ts';
import { describeInterrupted } from '../../../src/core/credentials/renewal-words.ts';
import { retireSecret } from '../../../src/core/credentials/retire-secret.ts';
import type { SecretHome } from '../../../src/core/credentials/secret-home.ts';
import type { SamConnection } from '../../../src/core/model/cloud/connection.ts';
import { startSamaritan, temporaryFolder } from '../../processes/run-samaritan.ts';
import { type Death, dyingAt } from './dying.ts';
import { createRenewalWorld, type OpenedWorld, type RenewalWorld, renew } from './renewal-world.ts';
import { rotate, rotationParts } from './rotate.ts';

const JOURNAL = ['begin', 'step', 'end'];
/** A process that nobody has. */
const GONE = 999_999_999;

/** A flow over an opened world, in a home of secrets or none, that dies where `death` says. */
interface Flow {
  /** What it changes, in order: a change that is added has to be gone through as well. */
  changes: string[];
  hasHome: boolean;
  run(stage: Stage, death: Death): Promise<{ ok: boolean; shown: string[] }>;
}

interface Stage {
  world: RenewalWorld;
  opened: OpenedWorld;
  /** As it is configured now: by a home, or by the environment. */
  configured: SamConnection;
  home: SecretHome | undefined;
}

const renewal: Flow['run'] = async ({ opened, configured, home }, { deadly }) => {
  const { parts, keeper } = opened;
  const dying = {
    ...parts,
    journal: deadly(parts.journal, JOURNAL),
    keeper: deadly(keeper, ['renew', 'follow']),
  };
  const at = home && deadly(home, ['write']);
  // Of a public client: Entra refuses such a token beside a secret, so what is known of it must not be lost.
  const { result, shown } = await renew({ configured }, { parts: dying }, { device: true, home: at });
  return { ok: result.ok, shown };
};

const rotation: Flow['run'] = async ({ world, opened, configured, home }, { deadly }) => {
  const parts = rotationParts(opened, world.environment);
  const clientSecrets = deadly(parts.tokens.clientSecrets, ['keep']);
  const tokens = new Proxy(parts.tokens, {
    get: (target, name) =>
      name === 'clientSecrets' ? clientSecrets : (Reflect.get(target, name) as () => unknown).bind(target),
  });
  const dying = {
    ...{ ...parts, tokens, journal: deadly(parts.journal, JOURNAL) },
    appSecrets: {
      open: (...given: Parameters<typeof parts.appSecrets.open>) =>
        deadly(parts.appSecrets.open(...given), ['add', 'remove']),
    },
  };
  const { result, shown } = await rotate(configured, dying, { home: home && deadly(home, ['write']), removeOld: true });
  return { ok: result.ok, shown };
};

const FLOWS: Readonly<Record<string, Flow>> = {
  'a renewal': {
    hasHome: false,
    changes: ['begin', 'step', 'step', 'renew', 'end'],
    run: renewal,
  },
  'a renewal whose secrets are in a vault': {
    hasHome: true,
    changes: ['begin', 'step', 'step', 'renew', 'step', 'write', 'follow', 'end'],
    run: renewal,
  },
  'a rotation': {
    hasHome: false,
    changes: ['begin', 'step', 'add', 'step', 'step', 'keep', 'end'],
    run: rotation,
  },
  'a rotation whose secrets are in a vault': {
    hasHome: true,
    changes: ['begin', 'step', 'add', 'step', 'step', 'write', 'keep', 'end'],
    run: rotation,
  },
};

const seen = new Set<string>();
let sandbox: Sandbox;
let stage: Stage;
beforeAll(async () => {
  sandbox = await createSandbox({ tenants: 2, pollIntervalS: 0 });
});
beforeEach(() => setStage(sandbox));
afterEach(clearStage);
afterAll(() => sandbox.close());

async function setStage(cloud: Sandbox): Promise<void> {
  cloud.setApplication({ secrets: [{ endsInDays: 300 }] });
  const world = await createRenewalWorld(cloud);
  stage = { world, opened: await world.open(), configured: world.configured, home: undefined };
}

async function clearStage(): Promise<void> {
  await stage.opened.close();
  await stage.world.close();
  expect(stage.world.sandbox.stats().violations).toEqual([]);
}

/** A vault, of which nothing is asked but what is configured. */
function putInVault(): void {
  const write: SecretHome['write'] = async (part, value) => {
    stage.configured = { ...stage.configured, [part]: value };
    return { ok: true, value: { value, version: '1', writtenAt: null } };
  };
  stage.home = { label: 'key vault', read: () => Promise.reject(new Error('it was read already')), write };
}

/** The process that began what is under way is gone. */
function bury(): void {
  const database = new Database(stage.world.environment.SAMARITAN_DATABASE ?? '');
  database.prepare('update renewals set pid = ?').run(GONE);
  database.close();
}

const points = Object.entries(FLOWS).flatMap(([name, flow]) =>
  flow.changes.map((change, at) => ({ name, flow, change, at })),
);

describe('what is killed', () => {
  it.each(Object.entries(FLOWS))('%s: changes what the kills below go through', async (_name, flow) => {
    if (flow.hasHome) putInVault();
    const death = dyingAt(-1, 'before');
    expect(await flow.run(stage, death)).toMatchObject({ ok: true });
    expect(death.changed).toEqual(flow.changes);
  });

  it.each(points)(
    '$name before its $change ($at) has credentials that work, and can be begun anew',
    async ({ flow, at }) => {
      if (flow.hasHome) putInVault();
      const death = dyingAt(at, 'before');
      void flow.run(stage, death);
      await death.came;
      bury();
      expect(await stage.opened.works(stage.configured)).toBe(true);
      const left = await stage.opened.storage.renewals.interrupted();
      expect(left).toHaveLength(at === 0 ? 0 : 1);
      for (const entry of left) {
        seen.add(entry.step);
        expect(describeInterrupted(entry, String)).toMatch(
          /^A (?:renewal|rotation of the client secret) of default that was begun at \d+ was cut off /,
        );
      }
      const again = await flow.run(stage, dyingAt(-1, 'before'));
      expect(again).toMatchObject({ ok: true });
      expect(again.shown.filter((one) => one.startsWith('interrupted'))).toEqual(
        left.map(({ step }) => `interrupted ${step}`),
      );
      expect(await stage.opened.storage.renewals.interrupted()).toEqual([]);
      expect(await stage.opened.works(stage.configured)).toBe(true);
    },
  );

  it.each(['remove', 'keep'])('a removal of the old secret before its %s is made up for', async (change) => {
    // In a cloud of its own: what is removed there does not come back.
    const own = await createSandbox({ tenants: 1, pollIntervalS: 0 });
    await clearStage();
    await setStage(own);
    const parts = rotationParts(stage.opened, stage.world.environment);
    const { tokens } = parts;
    await rotate(stage.configured, parts, { removeOld: true });
    const { deadly, came } = dyingAt(0, 'before');
    const clientSecrets = change === 'keep' ? deadly(tokens.clientSecrets, [change]) : tokens.clientSecrets;
    const dying = {
      tokens: new Proxy(tokens, {
        get: (target, name) =>
          name === 'clientSecrets' ? clientSecrets : (Reflect.get(target, name) as () => unknown).bind(target),
      }),
      appSecrets: {
        open: (...given: Parameters<typeof parts.appSecrets.open>) => deadly(parts.appSecrets.open(...given), [change]),
      },
    };
    void retireSecret(stage.configured, Number.MAX_SAFE_INTEGER, dying);
    await came;
    expect(await stage.opened.works()).toBe(true);
    expect(await retireSecret(stage.configured, Number.MAX_SAFE_INTEGER, parts)).toBe('removed');
    expect(await stage.opened.works()).toBe(true);
    await own.close();
  });

  it.each(['before', 'after'] as const)(
    'a way back, %s it, leaves one token or the other, and both are kept',
    async (when) => {
      const { keeper } = stage.opened;
      await renew(stage, stage.opened);
      const death = dyingAt(0, when);
      void death.deadly(keeper, ['restore']).restore(stage.configured);
      await death.came;
      expect(await stage.opened.works()).toBe(true);
      expect(await keeper.restore(stage.configured)).toBe(true);
      expect(await stage.opened.works()).toBe(true);
    },
  );

  // Each step of each command: kill-at-every-step.ts.
  it.each([
    ['insert into secrets #1', 'configured'],
    ['delete from renewals #1', 'device-code'],
  ] as const)('by the system itself is told of in the same way: before %s', async (step, born) => {
    const program = startSamaritan(['connections', 'renew', '--device', '--json'], {
      nodeArgs: ['--import', fileURLToPath(new URL('../../processes/die-before.ts', import.meta.url))],
      env: { ...stage.world.environment, DIE_BEFORE: step },
      cwd: temporaryFolder(),
    });
    expect(await program.ended).toBeNull();
    expect(await stage.opened.works()).toBe(true);
    expect(await stage.opened.storage.renewals.interrupted()).toMatchObject([{ step: 'storing' }]);
    const { facts } = await stage.opened.keeper.resolve(stage.configured);
    expect(facts.born).toBe(born);
    expect((await renew(stage, stage.opened)).shown[0]).toBe('interrupted storing');
  });

  it('was cut off at every step that is written down', () => {
    // Gone through where set-up is, and where the master key is changed.
    const elsewhere = ['setting-up', 'sealing-anew'];
    expect([...seen, ...elsewhere].toSorted()).toEqual([...RENEWAL_STEPS].toSorted());
  });
});
