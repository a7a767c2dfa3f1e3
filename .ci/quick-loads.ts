import { TestRunner } from 'vitest';
import { resolveQuickly } from '../src/bot/resolve-quickly.ts';

// A worker finds imports as the product does.
resolveQuickly();

/**
 * The runner of vitest, but each file is loaded under its own name. Vitest adds the time, so that it can be loaded anew while
 * it watches; Node then finds none of them compiled, and keeps each under one more name.
 */
export default class QuickLoads extends TestRunner {
  override importFile(...given: Parameters<TestRunner['importFile']>): unknown {
    return process.env.VITEST_MODE === 'WATCH' ? super.importFile(...given) : this.moduleRunner.import(given[0]);
  }
}
