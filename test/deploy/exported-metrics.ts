/** Metrics as a text of /metrics shows them: names, kinds and labels; and what an expression asks for. */
export interface Exported {
  /** Names that an expression may use, with the labels their series carry. */
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
  readonly kinds: ReadonlyMap<string, string>;
}

/** What Prometheus adds to each series when it scrapes. */
const ADDED = ['instance', 'job'] as const;

export function exportedBy(text: string): Exported {
  const kinds = new Map<string, string>();
  const labels = new Map<string, Set<string>>([['up', new Set(ADDED)]]);
  for (const line of text.split('\n')) {
    const kind = /^# TYPE (\w+) (\w+)$/.exec(line);
    if (kind?.[1] !== undefined && kind[2] !== undefined) kinds.set(kind[1], kind[2]);
    const sample = /^(\w+)(?:\{(.*)\})? [-+.\dA-Za-z]+$/.exec(line);
    if (sample?.[1] === undefined) continue;
    const known = labels.get(sample[1]) ?? new Set<string>(ADDED);
    for (const [, name = ''] of (sample[2] ?? '').matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)) known.add(name);
    labels.set(sample[1], known);
  }
  return { labels, kinds };
}

/** Words of PromQL that stand where a metric could. */
const WORDS = new Set(
  `and or unless on ignoring by without group_left group_right offset bool sum rate increase avg min max count changes
  time histogram_quantile predict_linear label_values le`.split(/\s+/),
);

export interface Asked {
  readonly metric: string;
  /** By matchers in its braces, and by groupings around it. */
  readonly labels: readonly string[];
  readonly matchers: readonly (readonly [label: string, value: string])[];
}

/** Every metric of an expression, with the labels asked of it; groupings are asked of each metric of the expression. */
export function askedBy(expression: string): readonly Asked[] {
  const grouped = [...expression.matchAll(/\b(?:by|on|ignoring|without)\s*\(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(',').map((label) => label.trim()),
  );
  const withoutGroups = expression.replace(/\b(?:by|on|ignoring|without)\s*\([^)]*\)/g, ' ');
  const withoutRanges = withoutGroups.replace(/\[[^\]]*\]/g, ' ').replace(/\boffset\s+\w+/g, ' ');
  return [...withoutRanges.matchAll(/([a-z_][a-z0-9_]*)\s*(?:\{([^}]*)\})?/gi)]
    .filter(([, name = '']) => !WORDS.has(name))
    .filter(([whole, name = ''], index, all) => {
      const at = all[index]?.index ?? 0;
      const before = withoutRanges[at - 1] ?? ' ';
      return !/["\w]/.test(before) && !withoutRanges.slice(at + whole.length).startsWith('(') && name !== '';
    })
    .map(([, metric = '', braces = '']) => {
      const matchers = [...braces.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"/g)].map(
        ([, label = '', value = '']) => [label, value] as const,
      );
      return { metric, matchers, labels: [...matchers.map(([label]) => label), ...grouped] };
    });
}
