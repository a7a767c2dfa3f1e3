/** Cards of Teams on a page: drawn in the browser by `main.ts`, with its own colours for light and dark. */
export function toTeamsPage(shots: readonly { name: string; card: object }[], theme: 'light' | 'dark'): string {
  const sections = shots.map(({ name }) => `<section id="${name}"><div class="card"></div></section>`).join('');
  const data = JSON.stringify(Object.fromEntries(shots.map(({ name, card }) => [name, card]))).replaceAll(
    '<',
    '\\u003c',
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Cards in Teams</title>
<script type="application/json" id="cards">${data}</script><script type="module" src="/main.ts"></script>
<style>${STYLE}</style></head><body class="${theme}">${sections}</body></html>`;
}

const STYLE = `
body { margin: 0; font: 14px "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
body.light { background: #f5f5f5; } body.dark { background: #1f1f1f; color-scheme: dark; }
section { padding: 10px; max-width: 560px; box-sizing: border-box; }
.ac-actionSet { flex-wrap: wrap !important; gap: 6px; } .ac-pushButton { flex: none !important; }
.card { border-radius: 6px; box-shadow: 0 1px 3px #0004; overflow: hidden; }
.light .card { background: #fff; } .dark .card { background: #292929; }
.ac-pushButton { border: 1px solid #8886; border-radius: 4px; background: transparent; color: inherit; padding: 5px 12px; font: 600 14px inherit; overflow: hidden; text-overflow: ellipsis; }
.dark .ac-pushButton, .dark .ac-input, .dark .ac-input-label { color: #fff !important; }
.ac-pushButton.style-positive { background: #5b5fc7; border-color: #5b5fc7; color: #fff; }
.ac-input { padding: 5px; border: 1px solid #8886; border-radius: 4px; background: transparent; max-width: 100%; box-sizing: border-box; width: 100%; }
`;
