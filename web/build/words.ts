import { parse } from 'svelte/compiler';

/** A text that stands in markup instead of in `i18n/`. */
export type Finding = { line: number; text: string };

/** Attributes and properties that people read or hear. */
const SPOKEN = /^(?:alt|title|placeholder|label|hint|lead|detail|error|text|submitLabel|aria-(?:label|description|roledescription|valuetext|placeholder))$/;
const LETTER = /\p{L}/u;

type Node = { type?: string; start?: number } & Record<string, unknown>;

/** Words in the markup of a component, wherever they would be shown: as text, in an expression, in a spoken attribute. */
export function wordsIn(source: string): Finding[] {
  const found: Finding[] = [];
  const report = (node: Node, text: string): void => {
    if (LETTER.test(text)) found.push({ line: source.slice(0, node.start).split('\n').length, text: text.trim() });
  };
  visit(parse(source, { modern: true }).fragment as unknown as Node, report);
  return found;
}

type Report = (node: Node, text: string) => void;

function visit(node: Node, report: Report): void {
  if (node.type === 'Text') return report(node, String(node.data));
  if (node.type === 'ExpressionTag') return shown(node.expression as Node, report);
  if (node.type === 'Attribute') {
    if (SPOKEN.test(String(node.name))) children(node.value).forEach((part) => visit(part, report));
    return;
  }
  // Only the markup: what a condition or a loop compares is not shown.
  for (const name of ['nodes', 'attributes', 'fragment', 'body', 'consequent', 'alternate', 'fallback', 'pending', 'then', 'catch']) {
    children(node[name]).forEach((child) => visit(child, report));
  }
}

/** The parts of an expression that become what is shown; what a call takes is its own affair. */
function shown(node: Node, report: Report): void {
  if (node.type === 'Literal' && typeof node.value === 'string') report(node, node.value);
  if (node.type === 'TemplateLiteral') {
    for (const quasi of children(node.quasis)) report(quasi, (quasi.value as { cooked: string }).cooked);
    children(node.expressions).forEach((part) => shown(part, report));
  }
  const parts = { ConditionalExpression: ['consequent', 'alternate'], LogicalExpression: ['left', 'right'], BinaryExpression: ['left', 'right'] };
  for (const name of parts[node.type as keyof typeof parts] ?? []) shown(node[name] as Node, report);
}

function children(value: unknown): Node[] {
  if (Array.isArray(value)) return value as Node[];
  return value && typeof value === 'object' ? [value as Node] : [];
}

/** Keys that no source names, neither whole (`'login.title'`) nor by their beginning (`` `status.${…}` ``). */
export function unusedKeys(keys: readonly string[], sources: readonly string[]): string[] {
  const whole = new Set<string>();
  const begun = new Set<string>();
  const ended = new Set<string>();
  for (const source of sources) {
    for (const [, text = ''] of source.matchAll(/'([^'\n]*)'/g)) whole.add(text);
    for (const [, start = ''] of source.matchAll(/`([\w.]+\.)\$\{/g)) begun.add(start);
    for (const [, end = ''] of source.matchAll(/`\$\{[\w.]+\}(\.[\w.]+)`/g)) ended.add(end);
  }
  const isUsed = (key: string): boolean =>
    whole.has(key) ||
    [...begun].some((start) => key.startsWith(start)) ||
    [...ended].some((end) => key.endsWith(end) && whole.has(key.slice(0, -end.length)));
  return keys.filter((key) => !isUsed(key));
}
