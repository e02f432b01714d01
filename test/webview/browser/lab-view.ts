/** A page together with a server, as the extension connects them. */
import { readFile } from 'node:fs/promises';
import type {
  BegunGesture,
  FromWebview,
  TopologyGesture,
  TopologyPlaces,
  TopologyState,
  ToWebview,
} from '../../../language-server/protocol.ts';
import { createService, type Service, type Snapshot } from '../../../language-server/service.ts';
import { edited } from '../../cursor.ts';
import { type Harness, type OpenOptions, URI, type Webview } from './harness.ts';

export class LabView {
  private revision = 0;
  private step: number | undefined;
  /** As the extension keeps them, and gives them back with every picture. */
  private places: TopologyPlaces = {};
  snapshot: Snapshot;

  private constructor(
    readonly view: Webview,
    private readonly service: Service,
    public text: string,
  ) {
    [this.snapshot] = service.open(URI, 1, text) as [Snapshot];
  }

  static async open(harness: Harness, text: string, options?: OpenOptions): Promise<LabView> {
    const view = await harness.open(options);
    const lab = new LabView(view, createService(), text);
    await view.connect((message) => lab.receive(message));
    await view.send(lab.picture());
    return lab;
  }

  static async example(harness: Harness, name: string, options?: OpenOptions): Promise<LabView> {
    return LabView.open(harness, await readFile(`examples/${name}.dnet`, 'utf8'), options);
  }

  /** The text becomes another one. */
  async edit(text: string): Promise<void> {
    this.editUnseen(text);
    await this.view.send(this.picture());
  }

  /** While no page shows it. */
  editUnseen(text: string): void {
    this.text = text;
    [this.snapshot] = this.service.change(URI, ++this.revision, [{ text }]) as [Snapshot];
  }

  get steps(): number {
    return this.snapshot.timeline.steps.length;
  }

  picture(): ToWebview {
    const step = this.step ?? this.steps;
    const { picture, annotations } = this.service.drawTopology(this.snapshot, step);
    const state: TopologyState = {
      uri: URI,
      revision: ++this.revision,
      stale: false,
      step,
      steps: this.steps,
      declared: annotations.declared,
      graph: picture.graph,
    };
    return { type: 'show', title: 'lab.dnet', state, places: this.places };
  }

  private receive(message: FromWebview): ToWebview | null {
    if (message.type === 'step') {
      this.step = message.step ?? undefined;
      return this.picture();
    }
    if (message.type === 'places') {
      this.places = message.places;
      return null;
    }
    if (message.type === 'edit') return { type: 'answer', id: message.id, answer: this.write(message.gesture) };
    return message.type === 'ask' ? { type: 'answer', id: message.id, answer: this.answer(message) } : null;
  }

  /** As the extension does it, with the same answers to whatever it asks. */
  private write(begun: BegunGesture): string | null {
    const gesture = finished(begun);
    if (gesture === undefined) return null;
    const edit = this.service.topologyEdit(this.snapshot, gesture);
    if ('refused' in edit) return edit.refused;
    // A test that has seen the text may be over before the picture is sent.
    this.edit(edited(this.text, edit.edits)).catch(() => undefined);
    return 'Done.';
  }

  private answer({ kind, question }: Extract<FromWebview, { type: 'ask' }>): unknown {
    const { service, snapshot, step } = this;
    const at = step === undefined ? {} : { step };
    if (kind === 'timeline') return service.timelineSteps(snapshot);
    if (kind === 'details') return service.topologyDetails(snapshot, question.node, step);
    return service.traceInPicture(snapshot, { ...question, ...at });
  }
}

function finished(begun: BegunGesture): TopologyGesture | undefined {
  switch (begun.kind) {
    case 'publish':
      return { ...begun, mapping: '8080:80' };
    case 'add-container':
    case 'add-network':
      return { ...begun, name: 'added' };
    case 'rename':
      // It is given up: the server renames as the editor asks it to.
      return undefined;
    case 'remove':
      return begun;
    default:
      return { kind: begun.kind, container: begun.container, network: begun.networks[0]!.label };
  }
}
