// Holds the shipped systemd unit at an exposure of 2.0 or lower. It fails only where systemd has measured it: on a machine
// without systemd, or with one older than 250, it says so and passes.
import { spawnSync } from 'node:child_process';

const UNIT = 'deploy/samaritan.service';
const HIGHEST = 20;

const { error, status, stdout, stderr } = spawnSync(
  'systemd-analyze',
  ['security', '--offline=true', `--threshold=${HIGHEST}`, '--no-pager', UNIT],
  { encoding: 'utf8', timeout: 30_000, env: { ...process.env, SYSTEMD_COLORS: '0', SYSTEMD_EMOJI: '0' } },
);
const exposure = /Overall exposure level for \S+: ([\d.]+)/.exec(stdout ?? '')?.[1];
if (exposure === undefined) {
  const reason = error?.message ?? (stderr.trim().split('\n')[0] || `exit ${status}`);
  console.log(`${UNIT} not measured: systemd-analyze does not work offline here (${reason})`);
} else if (status === 0) {
  console.log(`${UNIT} is hardened: exposure ${exposure}`);
} else {
  console.error(stdout);
  console.error(`${UNIT} is too open: exposure ${exposure}, and ${HIGHEST / 10} is the most. The list above says why.`);
  process.exitCode = 1;
}
