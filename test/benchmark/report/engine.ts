/** Bringing containers up on a real engine, and what dnet answers of labs of many more, in one table. */
import type { EngineMeasurement } from '../engine/real.ts';
import type { ReachabilityMeasurement } from '../reachability-stages.ts';
import { duration, ratio, type Table } from './table.ts';

/** @param measurements of dnet, one for each size */
export function engineTable(engine: EngineMeasurement, measurements: readonly ReachabilityMeasurement[]): Table {
  const { version, containers, bringUp, request } = engine;
  const onEngine = `Docker Engine ${version}`;
  const rows = [
    { of: onEngine, containers, does: 'bringing them up', time: bringUp },
    { of: onEngine, containers, does: 'one request by `docker exec`', time: request },
    ...measurements.flatMap(({ containers, stages }) =>
      Object.entries(stages).map(([does, time]) => ({ of: 'dnet', containers, does, time })),
    ),
  ];
  return {
    title: `${containers} containers on Docker Engine ${version}, and dnet`,
    columns: ['', 'containers', 'median', 'p95', `× bringing ${containers} up`],
    rows: rows.map(({ of, containers, does, time: { median, p95 } }) => [
      `${of}: ${does}`,
      containers.toLocaleString('en'),
      duration(median),
      duration(p95),
      share(median, bringUp.median),
    ]),
  };
}

/** As `ratio`, of what may be a very small part. */
const share = (value: number, whole: number): string =>
  value < whole / 10 ? `1 / ${Math.round(whole / value).toLocaleString('en')}` : ratio(value, whole);
