/** The part of Discord's markdown that our cards use, as HTML, for looking at cards in a browser. */
export function toHtml(content: string): string {
  const parts = content.split(/^```\n?([\s\S]*?)```$/m);
  return parts.map((part, index) => (index % 2 === 1 ? `<pre>${escapeHtml(part)}</pre>` : toLines(part))).join('');
}

function toLines(text: string): string {
  const lines = text.replace(/^\n|\n$/g, '').split('\n');
  return lines.map((one) => toLine(one)).join('');
}

function toLine(text: string): string {
  const heading = /^(#{1,3}) (.*)$/.exec(text);
  if (heading) return `<h${heading[1]?.length}>${toInline(heading[2] ?? '')}</h${heading[1]?.length}>`;
  if (text.startsWith('-# ')) return `<div class="small">${toInline(text.slice(3))}</div>`;
  const bullet = /^(\s*)- (.*)$/.exec(text);
  if (bullet) return `<div class="item"><span>•</span><div>${toInline(bullet[2] ?? '')}</div></div>`;
  const number = /^(\d+)\. (.*)$/.exec(text);
  if (number) return `<div class="item"><span>${number[1]}.</span><div>${toInline(number[2] ?? '')}</div></div>`;
  return `<div class="line">${toInline(text) || '&nbsp;'}</div>`;
}

const MARKS =
  /\\(?<escaped>[^a-z\d\s])|`(?<code>[^`]+)`|\*\*(?<strong>(?:\\.|[^*])+)\*\*|\[(?<label>(?:\\.|[^\]])+)\]\(<(?<url>[^>]+)>\)|<t:(?<seconds>\d+):(?<style>\w)>|(?<plain>[^\\`*[<]+|[\s\S])/g;

function toInline(text: string): string {
  return [...text.matchAll(MARKS)].map(({ groups = {} }) => toMark(groups)).join('');
}

function toMark({
  escaped,
  code,
  strong,
  label,
  url,
  seconds,
  style,
  plain,
}: Record<string, string | undefined>): string {
  if (escaped !== undefined) return escapeHtml(escaped);
  if (code !== undefined) return `<code>${escapeHtml(code)}</code>`;
  if (strong !== undefined) return `<strong>${toInline(strong)}</strong>`;
  if (label !== undefined && url !== undefined) return `<a href="${escapeHtml(url)}">${toInline(label)}</a>`;
  if (seconds !== undefined) return `<span class="time">${toTime(Number(seconds), style === 'R')}</span>`;
  return escapeHtml(plain ?? '');
}

function toTime(seconds: number, relative: boolean): string {
  if (!relative) return new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
  const hours = Math.max(1, Math.round((Date.now() / 1000 - seconds) / 3600));
  return hours < 48 ? `${hours} hours ago` : `${Math.round(hours / 24)} days ago`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
