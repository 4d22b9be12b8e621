/** Small figures: bars, meters, sparklines, changes. All are drawn as SVG or sized boxes; each says its figure in words too. */
import type { CSSProperties, ReactNode } from 'react';
import { Sign } from '../marks/icons.tsx';
import { useFormat, useWords } from '../words/language.tsx';
import { isCollapse } from './collapse.ts';

type ByStatus = Readonly<Record<string, number>>;
const SEGMENTS = ['completed', 'failed', 'permanently_failed', 'cancelled', 'running', 'retrying', 'pending'] as const;

/** How many of the tasks are where; failures are hatched, not only red. */
export function ProgressBar({ byStatus, label }: { readonly byStatus: ByStatus; readonly label: string }): ReactNode {
  return (
    <div className="bar" role="img" aria-label={label}>
      {SEGMENTS.map((status) => {
        const count = byStatus[status] ?? 0;
        return count === 0 ? null : <span key={status} className={`seg seg-${status}`} style={{ flexGrow: count }} />;
      })}
    </div>
  );
}

interface MeterProps {
  readonly share: number | null;
  readonly label: string;
  readonly text: string;
  /** In full, where the label is short. */
  readonly about?: string;
  readonly alarm?: boolean;
}

export function Meter({ share, label, text, about, alarm = false }: MeterProps): ReactNode {
  const width: CSSProperties = { width: `${Math.max(0, Math.min(1, share ?? 0)) * 100}%` };
  return (
    <div className={alarm ? 'meter alarm' : 'meter'}>
      <span className="meter-name" title={about ?? label}>
        {label}
      </span>
      <span className="meter-track" aria-hidden="true">
        <span style={width} />
      </span>
      <span className="meter-text">
        {alarm && <Sign of="warn" />}
        {text}
      </span>
    </div>
  );
}

const WIDTH = 240;
const HEIGHT = 56;

/** Figures over time, oldest first, with a line where the target lies. */
export function Sparkline(props: {
  readonly values: readonly number[];
  readonly target: number;
  readonly label: string;
}): ReactNode {
  const { values, target, label } = props;
  const top = Math.max(target * 1.15, ...values, 1);
  const step = WIDTH / Math.max(1, values.length);
  const y = (value: number): number => HEIGHT - (value / top) * HEIGHT;
  return (
    <svg className="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
      {values.map((value, index) => (
        <rect
          key={index}
          x={index * step}
          width={Math.max(1, step - 1)}
          y={y(value)}
          height={HEIGHT - y(value)}
          className={value >= target ? 'reached' : undefined}
        />
      ))}
      <line x1={0} x2={WIDTH} y1={y(target)} y2={y(target)} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

/** Rows now against rows before: an arrow, the difference, and a warning when most of them went. */
export function Change({ now, before }: { readonly now: number; readonly before: number | null }): ReactNode {
  const words = useWords();
  const format = useFormat();
  if (before === null) return <span className="change quiet">{words.isNew}</span>;
  const difference = now - before;
  const kind = isCollapse(now, before) ? 'collapse' : difference < 0 ? 'less' : difference > 0 ? 'more' : 'same';
  return (
    <span className={`change change-${kind}`}>
      {kind === 'collapse' && <Sign of="warn" />}
      {format.change(difference)}
    </span>
  );
}
