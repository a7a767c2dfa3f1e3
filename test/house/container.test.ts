import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ARTICLE_FOLDER } from '../../src/adapters/articles/load-articles.ts';
import { KNOWLEDGE_FOLDER } from '../../src/adapters/articles/load-knowledge.ts';
import { parseStartConfig } from '../../src/bot/config/parse-start-config.ts';
import { SECRET_VARIABLES, SETTING_NAMES } from '../../src/bot/config/setting-names.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(`${root}/${file}`, 'utf8');
const dockerfile = read('Dockerfile');
const READ_AT_RUN_TIME = ['src', 'package.json', ...[ARTICLE_FOLDER, KNOWLEDGE_FOLDER].map((at) => relative(root, at))];

describe('Dockerfile', () => {
  it.each(READ_AT_RUN_TIME)('brings %s, which the product reads', (path) => {
    expect(dockerfile).toMatch(new RegExp(`^COPY ${path.replaceAll('.', '\\.')} `, 'm'));
  });

  it('runs as somebody else than root and asks /healthz on the port that it sets', () => {
    expect(dockerfile).toMatch(/^USER 1000:1000$/m);
    const port = /SAMARITAN_PORT=(\d+)/.exec(dockerfile)?.[1];
    expect(dockerfile).toContain(`http://127.0.0.1:${port}/healthz`);
  });
});

const ID = 'cccccccc-0000-4000-8000-000000000010';
const WORKER: Readonly<Record<string, string>> = {
  ...{ SAM_APPLICATION_ID: ID, SAM_TENANT_ID: ID, SAM_REFRESH_TOKEN: `0.A${'b'.repeat(60)}` },
  ...{ SAM_APPLICATION_SECRET: 'abc8Q~0123456789abcdefghijABCDEFGHIJklmn' },
  ...{
    SAMARITAN_DATABASE: 'postgres://samaritan:x@db.example/samaritan',
    SAMARITAN_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
  },
};

describe('deploy/azure-container-apps.bicep', () => {
  const bicep = read('deploy/azure-container-apps.bicep');

  it('gives a worker the secrets that it needs, and none of the chats, the mail and the heartbeat', () => {
    const [, worker = ''] = bicep.split('resource worker ');
    expect(worker).toMatch(/secrets: workerSecrets\n/);
    expect(worker).toMatch(/env: concat\(workerPlain, workerSecret\)\n/);
    const named: readonly string[] = /var shared = \[(.+)\]/.exec(bicep)?.[1]?.match(/\w+/g) ?? [];
    const given = "startsWith(setting.name, 'SAM_') || contains(shared, setting.name))";
    expect(bicep).toContain(`var workerPlain = filter(plain, setting => ${given}`);
    expect(bicep).toContain(`var workerSecret = filter(secret, setting => ${given}`);
    const needed = SECRET_VARIABLES.filter((name) => name.startsWith('SAM_') || named.includes(name));
    const connection = ['SAM_APPLICATION_SECRET', 'SAM_CERTIFICATE', 'SAM_REFRESH_TOKEN', 'SAM_EXCHANGE_REFRESH_TOKEN'];
    expect(needed).toEqual([...connection, 'SAMARITAN_DATABASE', 'SAMARITAN_MASTER_KEY']);
    // With these alone a worker's configuration is whole.
    expect(Object.keys(WORKER).filter((name) => !name.startsWith('SAM_') && !named.includes(name))).toEqual([]);
    expect(parseStartConfig(WORKER, { home: '/nowhere' })).toMatchObject({ ok: true });
  });

  it('runs what the image has, asks it where it listens, and sets nothing that is not a setting', () => {
    const program = /CMD \["node", "([^"]+)", "start"\]/.exec(dockerfile)?.[1];
    expect(bicep).toContain(`'node', '${program}']`);
    expect(bicep).toMatch(/\{ name: 'SAMARITAN_PORT', value: string\(port\) \}/);
    expect(bicep.match(/path: '[^']+', port: port/g)).toEqual(Array(3).fill("path: '/healthz', port: port"));
    const named = [...bicep.matchAll(/(?<=\W)(?:SAMARITAN|SAM)_[A-Z_]+/g)].map(([name]) => name);
    expect(named.filter((name) => !SETTING_NAMES.includes(name as (typeof SETTING_NAMES)[number]))).toEqual([]);
  });
});

describe('a release', () => {
  it('has a Dockerfile that names its image by a digest, built and started before', () => {
    const Workflow = z.object({
      jobs: z.object({ release: z.object({ steps: z.array(z.object({ run: z.string() }).partial()) }) }),
    });
    const steps = Workflow.parse(load(read('.github/workflows/release.yml'))).jobs.release.steps.map(
      ({ run = '' }) => run,
    );
    const [image] = /^ARG NODE_IMAGE=(\S+)$/m.exec(dockerfile)?.slice(1) ?? [];
    const pins = steps.findIndex((run) => run.includes(`NODE_IMAGE=${image}@sha256:[0-9a-f]{64}`));
    expect(steps[pins]).toMatch(/docker build[\s\S]*docker run/);
    expect(steps.findIndex((run) => /gh release create .* Dockerfile /.test(run))).toBeGreaterThan(pins);
  });
});

describe('.dockerignore', () => {
  it('lets in what the Dockerfile copies, and nothing else', () => {
    const lines = read('.dockerignore').split('\n');
    const letIn = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = '']) =>
      sources.split(' '),
    );
    expect(lines).toContain('*');
    expect(letIn.toSorted()).toEqual([...new Set(copied)].toSorted());
  });
});

describe('compose.yaml', () => {
  const Service = z.object({
    user: z.string(),
    read_only: z.boolean(),
    cap_drop: z.array(z.string()),
    security_opt: z.array(z.string()),
    ulimits: z.object({ core: z.number() }),
    tmpfs: z.array(z.string()),
    privileged: z.undefined().optional(),
    cap_add: z.undefined().optional(),
    ports: z.undefined().optional(),
  });
  const { services } = z.object({ services: z.object({ samaritan: Service }) }).parse(load(read('compose.yaml')));

  it('takes from the container what it does not need', () => {
    expect(services.samaritan).toMatchObject({
      user: '1000:1000',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      ulimits: { core: 0 },
    });
    expect(services.samaritan.tmpfs.join()).toMatch(/^\/tmp:.*noexec,nosuid,nodev$/);
  });
});

describe('deploy/compose.postgres.yaml', () => {
  const Overlay = z.object({
    services: z.object({
      samaritan: z.object({ environment: z.record(z.string(), z.string()), secrets: z.array(z.string()) }),
      worker: z.object({
        ...{ command: z.array(z.string()), volumes: z.array(z.unknown()) },
        ...{ deploy: z.object({ replicas: z.number() }), hostname: z.string() },
        ...{ environment: z.record(z.string(), z.string()), secrets: z.array(z.string()) },
      }),
      postgres: z.object({ ports: z.undefined().optional(), secrets: z.array(z.string()) }),
    }),
    secrets: z.record(z.string(), z.object({ file: z.string() })),
  });
  const { services, secrets } = Overlay.parse(load(read('deploy/compose.postgres.yaml')));

  it('brings two workers along, made as the service of compose.yaml is but for what they run', () => {
    expect(services.worker).toMatchObject({
      command: ['node', '/opt/samaritan/src/bot/samaritan.mjs', 'worker'],
      deploy: { replicas: 2 },
      // What lies on that host is nobody's of start.
      hostname: 'samaritan-worker',
    });
  });

  it('gives a worker every limit of the other service, and a .env of its own that git leaves out', () => {
    const Whole = z.object({ services: z.record(z.string(), z.record(z.string(), z.unknown())) });
    const { samaritan = {} } = Whole.parse(load(read('compose.yaml'))).services;
    const { worker = {} } = Whole.parse(load(read('deploy/compose.postgres.yaml'))).services;
    const { volumes: of, ...same } = samaritan;
    expect(worker).toMatchObject({ ...same, hostname: 'samaritan-worker' });
    const own = z
      .array(z.unknown())
      .parse(of)
      .map((volume) => JSON.parse(JSON.stringify(volume).replace('./.env', './.env.worker')));
    expect(worker.volumes).toEqual(own);
    expect(read('.gitignore').split('\n')).toContain('.env.worker');
  });

  it('hands the password in by files, which git leaves out, and opens no port', () => {
    const file = services.samaritan.environment.SAMARITAN_DATABASE_FILE;
    expect(services.samaritan.environment).toEqual({ SAMARITAN_DATABASE: '', SAMARITAN_DATABASE_FILE: file });
    expect(`/run/secrets/${services.samaritan.secrets}`).toBe(file);
    expect(Object.keys(secrets).toSorted()).toEqual([...services.samaritan.secrets, ...services.postgres.secrets]);
    const { SAMARITAN_METRICS_PORT: port, ...ofWorker } = services.worker.environment;
    expect(ofWorker).toEqual(services.samaritan.environment);
    expect(services.worker.secrets).toEqual(services.samaritan.secrets);
    // The health check of the image asks there.
    expect(read('Dockerfile')).toContain(`http://127.0.0.1:${port}/healthz`);
    for (const name of Object.keys(secrets)) expect(read('.gitignore').split('\n')).toContain(name);
  });
});
