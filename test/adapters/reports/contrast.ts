/** The custom properties of each `:root` of a style sheet, those of a later theme over the first one's. */
export function readColors(style: string): Map<string, string>[] {
  const roots = [...style.matchAll(/:root \{([^}]*)\}/g)].slice(0, 2).map(([, body = '']) => {
    const entries = [...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)];
    return entries.map(([, name = '', value = '']): [string, string] => [name, value]);
  });
  const [light = [], dark = []] = roots;
  return [new Map(light), new Map([...light, ...dark])];
}

/** The contrast ratio of two colours (`#rrggbb`), after WCAG 2. */
export function contrast(a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((one, other) => other - one);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
