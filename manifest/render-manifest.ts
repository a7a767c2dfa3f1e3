export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** `${{NAME}}`, as Microsoft's own templates write it. */
export const PLACEHOLDER = /\$\{\{\s*([A-Z_]+)\s*\}\}/g;

/**
 * Fills a template. A text that is nothing but one placeholder becomes that value, whatever its type; inside a longer
 * text its words are put in. Values are never read as a template, and an unknown placeholder stays for the check to find.
 */
export function renderManifest(template: Json, values: Readonly<Record<string, Json>>): Json {
  if (typeof template === 'string') return renderText(template, values);
  if (Array.isArray(template)) return template.map((one) => renderManifest(one, values));
  if (template === null || typeof template !== 'object') return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, renderManifest(value, values)]));
}

function renderText(text: string, values: Readonly<Record<string, Json>>): Json {
  const whole = /^\$\{\{\s*([A-Z_]+)\s*\}\}$/.exec(text)?.[1];
  if (whole !== undefined) return values[whole] ?? text;
  return text.replace(PLACEHOLDER, (placeholder, name: string) => {
    const value = values[name];
    return typeof value === 'string' ? value : placeholder;
  });
}
