/** The commented configuration that `init` writes, and the option table of docs/configuration.md: both made from the schema. */
import { stringify } from 'yaml';
import { listOptions, listSections, listWebsiteKeys } from './list-options.ts';
import type { ConfigOption, ConfigSection } from './list-options.ts';

/** Values that `init` writes out, by dotted path; every other option stands there commented out, with its default. */
export type TemplateValues = Readonly<Record<string, unknown>>;

/** Everything in the folder of the configuration file: for a first try, without rights on the system's folders. */
export const LOCAL_PATHS: TemplateValues = {
  'database.path': './orchestrator.db',
  'data.directory': './Base_de_Datos',
  'data.urls': './urls',
  'scrapers.definitions': ['./sites'],
  'monitoring.status_file': './status.json',
  'logging.directory': './logs',
  'backup.directory': './backups',
};

/** How a comment is told in the language of who asked for the file. */
type Tell = (comment: string) => string;

interface Comments {
  readonly values: TemplateValues;
  readonly tell: Tell;
}

const HEAD = [
  'Configuration of the scraping orchestrator. Every option stands here; what is commented out shows its default.',
  'Relative paths count from the folder of this file. Durations: 500ms, 30s, 30m, 4h, 15d.',
  '`scraping-orchestrator validate` checks this file; docs/configuration.md explains it.',
] as const;

/** A commented configuration file, valid as it stands. */
export function configTemplate(values: TemplateValues = {}, tell: Tell = (comment) => comment): string {
  const head = HEAD.map((line) => `# ${tell(line)}`).join('\n');
  const sections = listSections().map((one) => sectionText(one, { values, tell }));
  return `${head}\n\n${sections.join('\n')}`;
}

function sectionText(section: ConfigSection, comments: Comments, depth = 0): string {
  const indent = '  '.repeat(depth);
  const lines = [`${indent}# ${comments.tell(section.description)}.`, `${indent}${section.path.at(-1)}:`];
  for (const option of section.options) lines.push(...optionLines(option, comments, `${indent}  `));
  if (section.path[0] === 'websites') lines.push(...websiteLines(comments));
  const inner = section.sections.map((one) => sectionText(one, comments, depth + 1).trimEnd());
  return `${[...lines, ...inner].join('\n')}\n`;
}

function optionLines(option: ConfigOption, { values, tell }: Comments, indent: string): readonly string[] {
  const key = option.path.at(-1) ?? '';
  const given = values[option.path.join('.')];
  const unit = option.unit === undefined ? '' : ` [${tell(option.unit)}]`;
  const value = given === undefined ? option.fallback : given;
  return [
    `${indent}# ${tell(option.description)}${unit}`,
    `${indent}${given === undefined ? '# ' : ''}${key}:${value === null ? '' : ` ${inline(value)}`}`,
  ];
}

function websiteLines({ tell }: Comments): readonly string[] {
  const examples: Readonly<Record<string, string>> = {
    enabled: 'true',
    priority: '1',
    has_detail_scraper: 'true',
    rate_limit_seconds: '3',
    lanes: '2',
    always_on: 'true',
    robots: 'respect',
    proxies: '[]',
    fetch: 'http',
  };
  return [
    '  # Inm24:',
    ...listWebsiteKeys().map(({ key, description }) => `  #   ${key}: ${examples[key] ?? ''} # ${tell(description)}`),
  ];
}

function inline(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
}

/** The option tables of docs/configuration.md, in Markdown. */
export function optionTable(): string {
  const rows = listOptions().map((option) => {
    const type = option.unit === undefined ? option.type : `${option.type} (${option.unit})`;
    const fallback = option.fallback === null ? '' : `\`${inline(option.fallback)}\``;
    return `| \`${option.path.join('.')}\` | ${type} | ${fallback} | ${option.description} | \`${option.environment}\` |`;
  });
  const websites = listWebsiteKeys().map(
    ({ key, type, description }) => `| \`websites.<site>.${key}\` | ${type} | the definition's | ${description} | |`,
  );
  const head = ['| Option | Type | Default | What it does | Environment |', '|---|---|---|---|---|'];
  return [...head, ...rows, ...websites].join('\n');
}
