/** The parts of the benchmark: each measures something, and says it in tables and charts. */

import { measureActivation } from './activation/measure.ts';
import { measureEngine } from './engine/real.ts';
import { measureFeatures } from './features.ts';
import { measurePicture, type PictureMeasurement } from './picture/measure.ts';
import { type Painter, painters } from './picture/painters.ts';
import type { PartName, Plan } from './plan.ts';
import { measureReachability } from './reachability-stages.ts';
import { activationTable } from './report/activation.ts';
import { chart } from './report/chart.ts';
import { engineTable } from './report/engine.ts';
import { featureTables } from './report/features.ts';
import { paintChart, pictureTables } from './report/picture.ts';
import { editChart, serverTables } from './report/servers.ts';
import { stageTables } from './report/stages.ts';
import type { Table } from './report/table.ts';
import { measureInBrowser } from './servers/browser.ts';
import { measureServer, type ServerMeasurement } from './servers/measure.ts';
import { subjects } from './servers/subjects.ts';
import { measure } from './stages.ts';

/** Milliseconds after which a picture is given up, so that all of them take less than five minutes. */
const PICTURE_LIMIT = 40_000;

/** Fewer containers than these are no answer to what an engine does for twenty. */
const SMALLEST_BESIDE_ENGINE = 1_000;

interface Report {
  readonly result: unknown;
  readonly tables: readonly Table[];
  /** SVG by name of the file. */
  readonly charts: Readonly<Record<string, string>>;
}

export const PARTS: Readonly<Record<PartName, (plan: Plan) => Promise<Report>>> = {
  async stages({ sizes, stages }) {
    const result = sizes.map((containers, i) => measure(containers, stages[i]!));
    return { result, tables: stageTables(result), charts: {} };
  },

  async features({ sizes }) {
    const result = sizes.map(measureFeatures);
    return { result, tables: featureTables(result), charts: {} };
  },

  async servers({ sizes, places, repetition, limit, total }) {
    const result: ServerMeasurement[] = [];
    const limits = { repetition, limit, total };
    for (const containers of sizes) {
      for (const subject of subjects(places)) {
        console.log(`  ${subject.name}, ${containers} containers …`);
        result.push(await measureServer(subject, containers, limits));
      }
      console.log(`  dnet in a web worker, ${containers} containers …`);
      result.push(await measureInBrowser(places, containers, limits));
    }
    return {
      result,
      tables: serverTables(result, limits),
      charts: { 'performance-edit.svg': chart(editChart(result, limit)) },
    };
  },

  async activation({ places, windows }) {
    const result = await measureActivation(places, windows);
    return { result, tables: [activationTable(result)], charts: {} };
  },

  async picture({ sizes, places }) {
    const result: PictureMeasurement[] = [];
    const limit = PICTURE_LIMIT;
    for (const containers of sizes) {
      const isAsked = ({ smallest, largest }: Painter): boolean => containers >= smallest && containers <= largest;
      for (const painter of painters(places).filter(isAsked)) {
        console.log(`  ${painter.name}, ${containers} containers …`);
        result.push(await measurePicture(painter, containers, { limit }));
      }
    }
    return {
      result,
      tables: pictureTables(result, limit),
      charts: { 'performance-picture.svg': chart(paintChart(result, limit)) },
    };
  },

  async engine({ sizes, stages, engine: { containers, runs, requests } }) {
    const engine = await measureEngine(containers, runs, requests);
    const measurements = sizes
      .map((size, i) => ({ size, runs: stages[i]! }))
      .filter(({ size }) => size >= SMALLEST_BESIDE_ENGINE)
      .map(({ size, runs }) => measureReachability(size, runs));
    return { result: { engine, dnet: measurements }, tables: [engineTable(engine, measurements)], charts: {} };
  },
};
