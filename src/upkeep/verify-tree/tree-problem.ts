/** What can be wrong with a file of the tree, in words for the person who must act. */
export type ProblemKind = 'missing' | 'changed' | 'half' | 'unreadable';

export interface TreeProblem {
  readonly path: string;
  readonly kind: ProblemKind;
  readonly what: string;
  readonly cure: string;
  /** When it was first seen, epoch ms. */
  readonly foundAt: number;
}

const FROM_BACKUP =
  'Copy it back from a backup (`scraping-orchestrator backup list` shows them): what a portal showed then cannot be fetched again.';

const CURES: Readonly<Record<ProblemKind, string>> = {
  missing: FROM_BACKUP,
  changed: `Somebody or a failing disk changed it. ${FROM_BACKUP}`,
  half: 'It has no manifest, so it may be cut short: copy both back from a backup, or remove it; nothing else counts on it.',
  unreadable:
    'Look at its owner and permissions, then at the disk (`dmesg`, `smartctl`); then copy it back from a backup.',
};

export function treeProblem(kind: ProblemKind, path: string, what: string, foundAt: number): TreeProblem {
  return { path, kind, what, cure: CURES[kind], foundAt };
}
