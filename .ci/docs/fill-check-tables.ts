import { CHECKS, GROUPS } from '../../src/core/model/checks/catalogue.ts';
import { CHECK_IDS } from '../../src/core/model/checks/check.ts';

/** The text of docs/checks.md with its tables made anew from the checks there are. */
export function fillCheckTables(markdown: string): string {
  return markdown.replace(
    /(<!-- checks of the (partner|tenant|proof) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, begin: string, of: string, end: string) => `${begin}\n${renderTable(of)}\n\n${end}`,
  );
}

function renderTable(of: string): string {
  const rows = CHECK_IDS.filter((id) => GROUPS[CHECKS[id].group].of === of).map((id) => {
    const { question, how, permission, ifItFails } = CHECKS[id];
    return [`\`${id}\``, question, how, permission === null ? '' : `\`${permission}\``, ifItFails];
  });
  const head = ['Check', 'Question', 'How', 'Permission', 'If it fails'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
