/**
 * The topology's page. The HTML that loads it needs nothing but this script and topology.css: the body's elements are
 * made here.
 */
import './controls.css';
import './details/side.css';
import './editing/drag.css';
import './filter/filter.css';
import './help/help.css';
import './search/search.css';
import './timeline/timeline.css';
import './topology.css';
import './trace/trace.css';
import './zoom/zoom.css';
import type { FromWebview } from '../language-server/protocol.ts';
import { loadIcons } from './icon-images.ts';
import { speakLanguageOfPage } from './page-language.ts';
import { currentTheme } from './page-theme.ts';
import { TopologyView } from './topology-view.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: unknown): void;
};

speakLanguageOfPage();
const api = acquireVsCodeApi();
void loadIcons(currentTheme()).then(() => new TopologyView(document.body, api));
