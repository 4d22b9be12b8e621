import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { hrefOf } from '../../routing/address.ts';
import { navigate } from '../../routing/hash-route.ts';
import { useTheme } from '../shell/theme.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import type { Format } from '../../words/format.ts';
import { LINE_COLOURS } from './line-colours.ts';
import { showMeasure } from './measures.ts';
import type { Measure, Measured } from './measures.ts';

interface PlotProps {
  readonly table: Measured;
  readonly measure: Measure;
  readonly hidden: ReadonlySet<string>;
}

const HEIGHT = 300;

/** The canvas; a click on a batch opens its coverage. What it shows stands in the table below too. */
export function Plot({ table, measure, hidden }: PlotProps): ReactNode {
  const words = useWords();
  const format = useFormat();
  const theme = useTheme();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const plot = new uPlot(optionsFor(element, table, measure, hidden, format), dataOf(table), element);
    const open = (): void => {
      const batch = table.batches[plot.cursor.idx ?? -1];
      if (batch !== undefined) navigate(hrefOf(['coverage'], { batch: batch.id }));
    };
    plot.over.addEventListener('click', open);
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
    // `theme`: the colours are read anew from the style sheet.
  }, [table, measure, hidden, format, theme]);
  return (
    <div className="plot" ref={place} role="img" aria-label={words.trends.chartLabel(words.trends.measures[measure])} />
  );
}

/** Evenly spaced: a batch is a step, however long it took. */
function dataOf(table: Measured): uPlot.AlignedData {
  return [table.batches.map((_, index) => index), ...table.lines.map(({ values }) => [...values])];
}

function optionsFor(
  element: HTMLElement,
  table: Measured,
  measure: Measure,
  hidden: ReadonlySet<string>,
  format: Format,
): uPlot.Options {
  const colour = (variable: string): string => getComputedStyle(element).getPropertyValue(variable).trim();
  const axis: uPlot.Axis = {
    stroke: paint(element, 'var(--quiet)'),
    grid: { stroke: paint(element, 'var(--line-faint)'), width: 1 },
    ticks: { show: false },
    font: `12px ${colour('--font') || 'sans-serif'}`,
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    // The last batch's name stands half beyond its place.
    padding: [null, 34, null, null],
    legend: { show: false },
    cursor: { y: false, points: { size: 7 } },
    scales: { x: { time: false }, y: { range: (_, low, high) => rangeOf(measure, low, high) } },
    axes: [
      { ...axis, size: 28, space: 90, values: (_, ticks) => ticks.map((tick) => table.batches[tick]?.id ?? '') },
      { ...axis, size: 74, values: (_, ticks) => ticks.map((tick) => showMeasure(measure, tick, format)) },
    ],
    series: [
      {},
      ...table.lines.map(({ site }, index) => {
        const line = LINE_COLOURS[index % LINE_COLOURS.length] ?? LINE_COLOURS[0];
        return {
          label: site,
          show: !hidden.has(site),
          stroke: paint(element, `var(${line.variable})`),
          width: 2,
          dash: [...line.dash],
          points: { show: table.batches.length <= 30, size: 5 },
          spanGaps: false,
        };
      }),
    ],
  };
}

/** What a colour of the style sheet is in this theme: a canvas knows no `var()` and no `light-dark()`. */
function paint(element: HTMLElement, value: string): string {
  const before = element.style.color;
  element.style.color = value;
  const computed = getComputedStyle(element).color;
  element.style.color = before;
  return computed;
}

/** Shares end at 100 %, all else begins at 0. */
function rangeOf(measure: Measure, low: number, high: number): [number, number] {
  if (measure === 'success') return [Math.max(0, Math.min(0.9, low) - 0.02), 1];
  return [0, Math.max(1, high * 1.08)];
}
