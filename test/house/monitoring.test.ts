import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/adapters/metrics/create-metrics.ts';

const folder = fileURLToPath(new URL('../../deploy/', import.meta.url));
const read = (file: string): string => readFileSync(`${folder}${file}`, 'utf8');
const promtool = (...args: string[]) => spawnSync('promtool', args, { cwd: `${folder}prometheus`, encoding: 'utf8' });
const hasPromtool = promtool('--version').error === undefined;

/** Every metric there can be, with the names under which Prometheus finds a histogram. */
async function exported(): Promise<Set<string>> {
  const sources = {
    outbox: async () => ({ waiting: 0, oldestAt: null, dropped: 0 }),
    openIncidents: async () => new Map(),
    lastLookAt: () => 0,
  };
  const { expose } = createMetrics({ clock: { now: () => 0, monotonicMs: () => 0 }, version: '0.0.0', sources });
  const found = [...(await expose()).text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  return new Set(
    found.flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
    ),
  );
}

describe('what watches Samaritan from outside', () => {
  it.each(['prometheus/samaritan.rules.yml', 'prometheus/samaritan.rules.test.yml', 'grafana/samaritan.json'])(
    '%s asks only for metrics that there are',
    async (file) => {
      const asked = new Set(read(file).match(/\b(?:samaritan_[a-z]|process_)\w+/g));
      expect(asked.size).toBeGreaterThan(5);
      const there = await exported();
      expect([...asked].filter((name) => !there.has(name))).toEqual([]);
    },
  );

  it('is one dashboard whose panels each ask something and do not overlap', () => {
    const { panels } = JSON.parse(read('grafana/samaritan.json')) as {
      panels: { id: number; targets: { expr: string }[]; gridPos: { x: number; y: number; w: number; h: number } }[];
    };
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)}:${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { targets } of panels) for (const { expr } of targets) expect(expr).not.toBe('');
  });

  it.skipIf(!hasPromtool)('alarms as its own tests say, by promtool (skipped where there is none)', () => {
    for (const args of [
      ['check', 'config', 'prometheus.yml'],
      ['test', 'rules', 'samaritan.rules.test.yml'],
    ]) {
      const { status, stdout, stderr } = promtool(...args);
      expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: expect.stringContaining('SUCCESS') });
    }
  });
});
