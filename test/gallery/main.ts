// Runs in the browser: the elements that draw Discord's messages and buttons, and Microsoft's renderer of cards.
import '@skyra/discord-components-core';
import { AdaptiveCard, HostConfig } from 'adaptivecards';

interface Drawn {
  textContent: string;
  className: string;
  append(child: unknown): void;
}
interface Page {
  body: Drawn;
  getElementById(id: string): Drawn | null;
  querySelector(selector: string): Drawn | null;
}
const { document } = globalThis as unknown as { document: Page };
// The part of Markdown that Teams reads in a text, of which our cards use links, bold and code.
AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.didProcess = true;
  result.outputHtml = text
    .replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`)
    .replace(/\[((?:\\.|[^\]])+)\]\(([^)\s]+)\)/g, '<a href="$2">$1</a>')
    .replace(/\*\*((?:\\.|[^*])+)\*\*/g, '<b>$1</b>')
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\\([^\w\s])/g, '$1');
};
const data = document.getElementById('cards');
if (data) {
  const dark = document.body.className === 'dark';
  for (const [name, json] of Object.entries(JSON.parse(data.textContent))) {
    const card = new AdaptiveCard();
    card.hostConfig = new HostConfig(hostConfig(dark));
    card.parse(json);
    document.querySelector(`#${name} .card`)?.append(card.render());
  }
}

/** As Teams' clients look (learn.microsoft.com: Designing Adaptive Cards for Teams). */
function hostConfig(dark: boolean): object {
  const text = { default: dark ? '#ffffff' : '#242424', subtle: dark ? '#adadad' : '#616161' };
  const colors = (one: typeof text): object => ({
    default: one,
    accent: { default: dark ? '#9299f7' : '#5b5fc7', subtle: '#8888' },
  });
  const style = (background: string): object => ({ backgroundColor: background, foregroundColors: colors(text) });
  return {
    fontFamily: '"Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif',
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: dark ? '#525252' : '#d1d1d1' },
    actions: {
      maxActions: 6,
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      spacing: 'default',
    },
    supportsInteractivity: true,
    containerStyles: {
      default: style(dark ? '#292929' : '#ffffff'),
      emphasis: style(dark ? '#3d3d3d' : '#f0f0f0'),
      good: style(dark ? '#0c3b10' : '#e7f2da'),
      warning: style(dark ? '#463100' : '#fbf0d9'),
      attention: style(dark ? '#4c1620' : '#fcdfe1'),
      accent: style(dark ? '#2f2f4a' : '#e8ebfa'),
    },
    factSet: { title: { weight: 'Bolder', wrap: true, maxWidth: 150 }, value: { wrap: true }, spacing: 12 },
    textStyles: { heading: { size: 'default', weight: 'bolder' } },
  };
}
