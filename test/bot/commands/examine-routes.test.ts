import { describe, expect, it } from 'vitest';
import { examineRoute, type RouteWays } from '../../../src/bot/commands/examine-routes.ts';
import { DeliveryError } from '../../../src/core/cards/messenger.ts';
import type { SealedRoute } from '../../../src/core/watch/notifications/route-book.ts';

function sealed(kind: SealedRoute['kind'], url = 'https://hooks.example/very/secret?sig=hush'): SealedRoute {
  return { kind, url, mayBePrivate: false, secrets: [{ value: 'hush', until: null }] };
}

function ways(rest: Partial<RouteWays> = {}): RouteWays & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    hasMail: true,
    client: {
      send: async ({ method, url }) => {
        asked.push(`${method} ${url}`);
        return { status: 404, headers: {}, text: '' };
      },
    },
    openDesk: () => {
      throw new Error('no desk is to be opened');
    },
    ...rest,
  } as RouteWays & { asked: string[] };
}

const desk = (choices: () => Promise<object>) => (() => ({ choices })) as unknown as RouteWays['openDesk'];

describe('what doctor says of a route', () => {
  it.each(['webhook', 'workflows', 'pagerduty', 'alertmanager'] as const)(
    'of the kind %s asks its host whether it is there, and tells nobody its address',
    async (kind) => {
      const own = ways();
      const finding = await examineRoute(sealed(kind), own);
      expect(finding).toMatchObject({ status: 'pass', detail: expect.stringContaining('hooks.example answers') });
      expect(own.asked).toEqual(['GET https://hooks.example/']);
      expect(JSON.stringify(finding)).not.toMatch(/secret|hush/);
    },
  );

  it('says what keeps it from being reached', async () => {
    const send = async (): Promise<never> => {
      throw new DeliveryError('busy', 'hooks.example does not answer');
    };
    expect(await examineRoute(sealed('webhook'), ways({ client: { send } }))).toMatchObject({
      status: 'fail',
      detail: 'hooks.example does not answer',
    });
  });

  it.each(['halopsa', 'connectwise', 'autotask'] as const)('signs in to %s and opens no ticket', async (kind) => {
    const taken = ways({ openDesk: desk(async () => ({})) });
    expect(await examineRoute(sealed(kind), taken)).toMatchObject({ status: 'pass' });
    const refused = ways({
      openDesk: desk(async () => {
        throw new DeliveryError('forbidden', 'it answers with 401');
      }),
    });
    expect(await examineRoute(sealed(kind), refused)).toMatchObject({ status: 'fail', detail: 'it answers with 401' });
    expect([...taken.asked, ...refused.asked]).toEqual([]);
  });

  it('of the kind mail needs a mail server, and one whose address is lost is to be added anew', async () => {
    expect(await examineRoute(sealed('mail', 'mailto:a@b.example'), ways())).toMatchObject({ status: 'pass' });
    expect(await examineRoute(sealed('mail'), ways({ hasMail: false }))).toMatchObject({ status: 'fail' });
    expect(await examineRoute(undefined, ways())).toMatchObject({ status: 'fail' });
  });
});
