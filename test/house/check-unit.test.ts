import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const unit = readFileSync(join(root, 'deploy/samaritan.service'), 'utf8');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-unit-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the check on a machine whose systemd-analyze is that shell script, or which has none. */
function check(analyze?: string) {
  if (analyze !== undefined) {
    const file = join(folder, 'systemd-analyze');
    writeFileSync(file, `#!/bin/sh\n${analyze}\n`);
    chmodSync(file, 0o755);
  }
  const path = analyze === undefined ? folder : [folder, process.env.PATH].join(delimiter);
  return spawnSync(process.execPath, ['.ci/check-unit.ts'], { cwd: root, encoding: 'utf8', env: { PATH: path } });
}

describe('.ci/check-unit.ts', () => {
  it('passes and says that nothing was measured where there is no systemd', () => {
    const { status, stdout } = check();
    expect(stdout).toContain('not measured');
    expect(status).toBe(0);
  });

  it('passes and gives the reason where systemd is too old to measure a file', () => {
    const { status, stdout } = check(`echo "systemd-analyze: unrecognized option '--offline=true'" >&2; exit 1`);
    expect(stdout).toContain('not measured: systemd-analyze does not work offline here (systemd-analyze: unrecognized');
    expect(status).toBe(0);
  });

  it('says the exposure of a unit that is closed enough', () => {
    const { status, stdout } = check('echo "→ Overall exposure level for samaritan.service: 1.1 OK"');
    expect(stdout).toContain('exposure 1.1');
    expect(status).toBe(0);
  });

  it('fails where the unit is too open', () => {
    const { status, stderr } = check('echo "→ Overall exposure level for samaritan.service: 9.0 UNSAFE"; exit 1');
    expect(stderr).toContain('too open: exposure 9.0');
    expect(status).toBe(1);
  });

  it('asks for the threshold and for the file that is shipped', () => {
    const { stdout } = check(
      'echo "Overall exposure level for x: 1.0"; test "$3 $5" = "--threshold=20 deploy/samaritan.service"',
    );
    expect(stdout).toContain('exposure 1.0');
  });
});

describe('deploy/samaritan.service', () => {
  it('starts a file that exists and restarts it after a failure', () => {
    const started = /^ExecStart=\S+ \/opt\/samaritan\/(\S+) start$/m.exec(unit)?.[1];
    expect(readFileSync(join(root, String(started)), 'utf8')).toContain("import('./main.ts')");
    expect(unit).toMatch(/^Restart=on-failure$/m);
  });

  it('leaves no core dump, and takes the secrets as a credential', () => {
    expect(unit).toMatch(/^LimitCORE=0$/m);
    expect(unit).toMatch(/^LoadCredential=\.env:\/etc\/samaritan\/\.env$/m);
  });

  it('leaves Node what it needs: memory for compiled code, and the boot id that the lock is known by', () => {
    expect(unit).toMatch(/^MemoryDenyWriteExecute=no$/m);
    expect(unit).not.toMatch(/^ProcSubset=/m);
  });
});
