import { describe, expect, it } from 'vitest';
import { withConfiguredToken } from '../../../src/core/credentials/with-configured-token.ts';
import type { SamConnection } from '../../../src/core/model/cloud/connection.ts';
import type { Question, TokenRequest } from '../../../src/core/model/cloud/microsoft-cloud.ts';
import { Secret } from '../../../src/core/model/text/secret.ts';
import { code, type FakeCloud, fakeCloud, grant, refuse } from '../fake-cloud.ts';
import { connection, PARTNER_ID, tenantId } from '../fixtures.ts';

const configured: SamConnection = { ...connection, refreshToken: new Secret('configured') };
const learned: SamConnection = { ...connection, refreshToken: new Secret('learned') };
const token = (authorityTenant = PARTNER_ID): Question<'entra.token'> => ({
  id: 'entra.token',
  authorityTenant,
  resource: 'graph',
});

/** A cloud in which refresh tokens work or don't, each redemption written down. */
function start(works: (refreshToken: string, tenant: string) => boolean, known: SamConnection | null = configured) {
  const redeemed: string[] = [];
  const clouds: FakeCloud[] = [];
  let gaveWay = 0;
  const factory = withConfiguredToken(
    {
      open: ({ connection }) => {
        if (connection.kind !== 'sam') throw new Error('only refresh tokens are redeemed here');
        const { refreshToken } = connection;
        const redeem = ({ authorityTenant }: TokenRequest) => {
          redeemed.push(refreshToken.reveal());
          return works(refreshToken.reveal(), authorityTenant) ? grant(authorityTenant) : refuse(code(9002313));
        };
        const cloud = fakeCloud({ redeem });
        clouds.push(cloud);
        return cloud;
      },
    },
    { configuredOf: () => known ?? undefined, giveWay: async () => void gaveWay++ },
  );
  const cloud = factory.open({ connection: learned, concurrency: 4, signal: new AbortController().signal });
  return { cloud, redeemed, clouds, gaveWay: () => gaveWay };
}

describe('a learned refresh token', () => {
  it('is used as long as it works', async () => {
    const { cloud, redeemed, gaveWay } = start(() => true);
    expect(await cloud.ask(token())).toMatchObject({ ok: true });
    expect([redeemed, gaveWay()]).toEqual([['learned'], 0]);
  });

  it('gives way to the configured one where it fails, and that is used from then on', async () => {
    const { cloud, redeemed, clouds, gaveWay } = start((one) => one === 'configured');
    cloud.extendDeadline(5000);
    const answers = await Promise.all([cloud.ask(token()), cloud.ask(token(tenantId(1)))]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await cloud.ask(token(tenantId(2)))).toMatchObject({ ok: true });
    expect(redeemed.slice(-1)).toEqual(['configured']);
    expect([clouds.length, gaveWay()]).toEqual([2, 1]);
    expect(clouds[1]?.deadlines).toEqual([5000]);
    await cloud.close();
    expect(clouds.map(({ closed }) => closed)).toEqual([1, 1]);
  });

  it('stays where the configured one fails too, whose refusal is told', async () => {
    const { cloud, redeemed, gaveWay } = start(() => false);
    expect(await cloud.ask(token())).toMatchObject({ ok: false });
    expect(await cloud.ask(token())).toMatchObject({ ok: false });
    expect([redeemed, gaveWay()]).toEqual([['learned', 'configured', 'learned'], 0]);
  });

  it('is not doubted for what one tenant refuses', async () => {
    const { cloud, redeemed } = start((_, tenant) => tenant === PARTNER_ID);
    await cloud.ask(token());
    expect(await cloud.ask(token(tenantId(1)))).toMatchObject({ ok: false });
    expect(redeemed).toEqual(['learned', 'learned']);
  });

  it('that is the configured one needs none of this', async () => {
    const { cloud, redeemed, clouds } = start(() => false, null);
    expect(await cloud.ask(token())).toMatchObject({ ok: false });
    expect([redeemed, clouds]).toEqual([['learned'], [cloud]]);
  });
});
