import packageJson from '../../../package.json' with { type: 'json' };
import { EXIT } from '../../core/diagnosis/report/exit-code.ts';
import type { HostCall } from './host-call.ts';

export async function runVersion({ json, io }: HostCall<'version'>): Promise<number> {
  const { version } = packageJson;
  io.stdout.write(`${json ? JSON.stringify({ schema: 'samaritan.version/1', version }) : version}\n`);
  return EXIT.fine;
}
