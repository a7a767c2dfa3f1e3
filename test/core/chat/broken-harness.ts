import type { Card } from '../../../src/core/cards/card.ts';
import { buttonOf } from '../cards/card-texts.ts';
import { code, customers, type FakeAnswers, fakeCloud, grant, isPartner, pass, refuse } from '../fake-cloud.ts';
import { createHarness, type Harness, TECHNICIAN } from './harness.ts';

const CONDITIONAL_ACCESS = code(53003);
export const PASSWORD_CHANGED = code(50173);
const NO_EXCHANGE_ROLE = {
  kind: 'refused',
  httpStatus: 403,
  codes: [],
  message: "The role assigned to the application isn't supported in this scenario.",
} as const;

/** Which tenants refuse what, changed by a test between two sweeps. */
interface Broken {
  graph: Map<number, typeof CONDITIONAL_ACCESS>;
  exchange: Set<number>;
}

/** A sweep in which these tenants refuse Graph’s token, or Exchange’s command. */
export async function brokenHarness(
  count: number,
  graph: readonly number[],
  exchange: readonly number[] = [],
  /** Where the app by itself is let in, and what it reads there. */
  { appIn = [], around }: { appIn?: readonly number[]; around?: FakeAnswers['around'] } = {},
) {
  const broken: Broken = {
    graph: new Map(graph.map((number) => [number, CONDITIONAL_ACCESS])),
    exchange: new Set(exchange),
  };
  const numberOf = (tenant: string): number => Number(tenant.slice(-12));
  const answers: FakeAnswers = {
    customers: pass({ customers: customers(count), unusableEntries: 0 }),
    redeem: (request) => {
      const fault = request.resource === 'graph' ? broken.graph.get(numberOf(request.authorityTenant)) : undefined;
      const isLetIn = request.alone === true && appIn.includes(numberOf(request.authorityTenant));
      return fault && !isPartner(request) && !isLetIn ? refuse(fault) : grant(request.authorityTenant);
    },
    ...(around === undefined ? {} : { around }),
    organization: (tenant) => (broken.exchange.has(numberOf(tenant)) ? refuse(NO_EXCHANGE_ROLE) : pass(undefined)),
  };
  const harness = await createHarness({ cloud: fakeCloud(answers) });
  const { reply } = await harness.command('testtokens');
  harness.cloud.asked.length = 0;
  const [report] = await harness.keptReports();
  if (!report) throw new Error('no report was kept');
  const indexOf = (title: string): number => report.causes.findIndex((cause) => cause.title === title);
  return { harness, broken, card: reply.last, report, indexOf };
}

/** Presses a button of a card and gives what is shown then. */
export const press = async (harness: Harness, card: Card, label: string, person = TECHNICIAN): Promise<Card> =>
  (await harness.press(buttonOf(card, label), { person })).reply.last;
