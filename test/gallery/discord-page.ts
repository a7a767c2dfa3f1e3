import { escapeHtml, toHtml } from './discord-markdown.ts';

/** What the page needs of a message's JSON. */
interface Component {
  type: number;
  content?: string;
  accent_color?: number;
  components?: Component[];
  accessory?: Component;
  label?: string;
  style?: number;
  placeholder?: string;
  divider?: boolean;
  items?: { media: { url: string } }[];
}

export interface Shot {
  name: string;
  message: { components: unknown[] };
  ephemeral?: boolean;
  /** Pictures by file name, as data addresses. */
  pictures?: Readonly<Record<string, string>>;
}

const BUTTON_TYPES: Readonly<Record<number, string>> = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'destructive' };

/** A page that shows messages as Discord does, each in an element of its name. */
export function toDiscordPage(shots: readonly Shot[], theme: 'light' | 'dark'): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Cards on Discord</title>
<script type="module" src="/main.ts"></script><style>${STYLE}</style></head><body class="${theme}">${shots.map((shot) => toMessage(shot, theme)).join('')}</body></html>`;
}

function toMessage(shot: Shot, theme: 'light' | 'dark'): string {
  const components = shot.message.components as Component[];
  const body = components.map((one) => toElement(one, shot)).join('');
  return `<section id="${shot.name}"><discord-messages${theme === 'light' ? ' light-theme' : ''}><discord-message author="Samaritan" bot verified avatar="/color.svg"
    role-color="${theme === 'light' ? '#060607' : '#ffffff'}"${shot.ephemeral ? ' ephemeral' : ''}>${body}</discord-message></discord-messages></section>`;
}

function toElement(one: Component, shot: Shot): string {
  const inner = (one.components ?? []).map((child) => toElement(child, shot)).join('');
  switch (one.type) {
    case 1:
      return `<discord-action-row>${inner}</discord-action-row>`;
    case 2:
      return one.style === 5
        ? `<discord-button type="secondary" url="#">${escapeHtml(one.label ?? '')}</discord-button>`
        : `<discord-button type="${BUTTON_TYPES[one.style ?? 2]}">${escapeHtml(one.label ?? '')}</discord-button>`;
    case 3:
      return `<div class="select">${escapeHtml(one.placeholder ?? '')}<span>⌄</span></div>`;
    case 9:
      return `<div class="section"><div>${inner}</div>${one.accessory ? `<discord-action-row>${toElement(one.accessory, shot)}</discord-action-row>` : ''}</div>`;
    case 10:
      return `<div class="text">${toHtml(one.content ?? '')}</div>`;
    case 12:
      return (one.items ?? [])
        .map(({ media }) => `<img alt="" src="${shot.pictures?.[media.url.replace('attachment://', '')] ?? ''}">`)
        .join('');
    case 14:
      return one.divider === false ? '<div class="room"></div>' : '<hr>';
    case 17:
      return `<div class="container" style="--accent:#${(one.accent_color ?? 0).toString(16).padStart(6, '0')}">${inner}</div>`;
    default:
      return inner;
  }
}

const STYLE = `
body { margin: 0; background: #313338; font: 16px/1.375 "gg sans", "Noto Sans", "Helvetica Neue", Helvetica, Arial, sans-serif; }
section { max-width: 680px; }
.light { background: #fff; } .light .container { background: #f2f3f5; border-color: #e3e5e8; border-left-color: var(--accent); color: #2e3338; }
.light .text h1, .light .text h2, .light .text h3 { color: #060607; } .light .small { color: #5c5e66; } .light code, .light pre, .light .select { background: #e3e5e8; border-color: #c4c9ce; }
.light .time { background: #e3e5e8; } .light hr { border-color: #d4d7dc; } discord-action-row { flex-wrap: wrap; } .section > discord-action-row { flex: none; } .section > div { overflow-wrap: break-word; word-break: normal; min-width: 0; }
discord-messages { border: 0; min-height: 0; }
.container { background: #2b2d31; border: 1px solid #3f4147; border-left: 4px solid var(--accent); border-radius: 8px; padding: 14px 16px 14px 14px;
  margin: 4px 0; max-width: 560px; display: grid; gap: 8px; color: #dbdee1; font-size: 15px; }
.text h1 { font-size: 22px; } .text h2 { font-size: 19px; } .text h3 { font-size: 16.5px; } .text h1, .text h2, .text h3 { margin: 0 0 2px; line-height: 1.3; color: #f2f3f5; }
.small { font-size: 12.5px; color: #949ba4; } .item { display: grid; grid-template-columns: 1.6em 1fr; } .item + .item { margin-top: 3px; }
.text a { color: #00a8fc; text-decoration: none; } code { background: #1e1f22; border-radius: 4px; padding: 1px 4px; font: 13px/1.3 Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
pre { background: #1e1f22; border: 1px solid #3f4147; border-radius: 4px; padding: 8px; margin: 4px 0; font: 13px/1.4 "DejaVu Sans Mono", monospace; white-space: pre-wrap; }
.time { background: #3c3f45; border-radius: 3px; padding: 0 2px; } hr { width: 100%; border: 0; border-top: 1px solid #3f4147; margin: 2px 0; }
.room { height: 4px; }
.select { background: #1e1f22; border: 1px solid #3f4147; border-radius: 8px; padding: 10px 12px; display: flex; justify-content: space-between; color: #949ba4; max-width: 400px; }
.section { display: flex; justify-content: space-between; gap: 12px; align-items: flex-start; } img { max-width: 100%; border-radius: 6px; }
`;
