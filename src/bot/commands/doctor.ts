import { homedir } from 'node:os';
import { cron } from '../../adapters/cron/create-cron.ts';
import { hostExaminations } from '../../adapters/microsoft/examine-hosts.ts';
import { StorageError } from '../../adapters/storage/engine/storage-error.ts';
import { openStorage } from '../../adapters/storage/open-storage.ts';
import { toDoctorCard } from '../../core/diagnosis/doctor/doctor-card.ts';
import { type Examination, type ExaminationFinding, runExaminations } from '../../core/diagnosis/doctor/examination.ts';
import { inspectCredentials } from '../../core/model/checks/credentials-shape.ts';
import { parseStartConfig } from '../config/parse-start-config.ts';
import { readEnvironment } from '../config/read-environment.ts';
import { proxyWanted } from '../process-io.ts';
import { systemClock } from '../system-clock.ts';
import { printAnswer } from '../terminal/print-answer.ts';
import type { HostCall } from './host-call.ts';

const README_REMEDY = 'docs/configure.md lists every setting.';

/** `samaritan doctor`: is the configuration sound, can the database be written, do Microsoft’s hosts answer. */
export async function runDoctor({ json, io, prefix }: HostCall): Promise<number> {
  // Everything that start needs, so that a bad setting of a chat is found before start finds it.
  const parsed = parseStartConfig(readEnvironment(io.env), { home: homedir() });
  const credentials = parsed.ok ? parsed.config.credentials : parsed.credentials;
  const examinations: Examination[] = [
    ...(parsed.ok
      ? [settled('Configuration', { status: 'pass', detail: 'every setting is valid' })]
      : parsed.faults.map((fault) =>
          settled('Configuration', { status: 'fail', detail: fault, remedy: README_REMEDY }),
        )),
    ...parsed.warnings.map((warning) => settled('Configuration', { status: 'warn', detail: warning })),
    credentialsExamination(credentials),
    settled('Node', { status: 'pass', detail: `version ${process.versions.node}` }),
  ];
  if (parsed.ok) {
    const { cloud, sandboxUrl, database } = parsed.config;
    const useProxy = proxyWanted(io.env);
    examinations.push(databaseExamination(database), ...hostExaminations({ cloud, sandboxUrl, useProxy }));
  }
  const findings = await runExaminations(examinations);
  const failed = findings.filter((finding) => finding.status === 'fail');
  const ours = failed.some(({ name }) => name === 'Configuration' || name === 'Credentials' || name === 'Database');
  const answer = { card: toDoctorCard(findings), json: { findings }, failed: ours, findings: failed.length > 0 };
  return printAnswer(answer, { name: 'doctor', json, io, prefix });
}

function settled(name: string, finding: ExaminationFinding): Examination {
  return { name, examine: async () => finding };
}

function credentialsExamination(credentials: Parameters<typeof inspectCredentials>[0]): Examination {
  const findings = inspectCredentials(credentials);
  const detail = findings.map((finding) => finding.text).join(' ');
  if (findings.some((finding) => finding.severity === 'fail')) {
    return settled('Credentials', {
      status: 'fail',
      detail,
      remedy: 'docs/articles/credential-placeholder.md says where each value comes from.',
    });
  }
  return settled(
    'Credentials',
    findings.length > 0
      ? { status: 'warn', detail }
      : { status: 'pass', detail: 'their shape is right; testtokens shows whether they work' },
  );
}

function databaseExamination(file: string): Examination {
  return {
    name: 'Database',
    examine: async () => {
      try {
        const storage = await openStorage({ file, clock: systemClock, cron });
        await storage.close();
        return { status: 'pass', detail: `${file} can be written` };
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        return {
          status: 'fail',
          detail: error.message,
          remedy: 'Set SAMARITAN_DATABASE to a file in a folder that this user may write to.',
        };
      }
    },
  };
}
