import { describe, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver-types';
import { codeActions } from '../../language-server/features/code-actions.ts';
import { type DiagnosticData, diagnostics } from '../../language-server/features/diagnostics.ts';
import { FIX_ALL } from '../../language-server/features/fix-all.ts';
import { edited, marked } from '../cursor.ts';
import { open, URI } from '../lab.ts';

function actionsAt(source: string, options = {}): { readonly text: string; readonly actions: CodeAction[] } {
  const { text, position } = marked(source);
  return { text, actions: codeActions(open(text), { start: position, end: position }, options) };
}

describe('quick fixes', () => {
  it.each([
    ['contai|nr web', 'container web'],
    ['contai|ner web { image nginx', 'container web { image nginx\n}'],
    ['network nn { intrenal| }', 'network nn { internal }'],
    ['container web { dns 10.0.0.1 10.0|.0.2 }', 'container web { dns 10.0.0.1, 10.0.0.2 }'],
    ['stop "web|', 'stop "web"'],
  ])('of %s are preferred where they are obvious, and the finding is gone', (source, repaired) => {
    const { text, actions } = actionsAt(source);
    const action = actions.find(({ isPreferred }) => isPreferred)!;
    const after = edited(text, action.edit!.changes![URI]!);
    expect(after).toBe(repaired);
    const codes = open(after).findings.map(({ code }) => code);
    expect(codes).not.toContain(action.diagnostics![0]!.code);
  });

  it('have the line ends and the tabs of the document', () => {
    const first = (source: string, title: RegExp) => {
      const { text, actions } = actionsAt(source);
      return edited(text, actions.find((each) => title.test(each.title))!.edit!.changes![URI]!);
    };
    const lab = 'network front\r\ncontainer web {\r\n\timage nginx\r\n}\r\n';
    expect(first(`${lab}container db\r\nexpect db can rea|ch web on 80\r\n`, /network of their own/)).not.toMatch(
      /[^\r]\n/,
    );
    expect(
      first(
        `${lab}docker run -d --name db --network front --hostname database.example.test --dns 10.0.0.1 -p 1:1 -p 2:2 pos|tgres\r\n`,
        /Convert/,
      ),
    ).toMatch(/container db \{\r\n\timage postgres\r\n/);
    expect(first('conta|iner web {\r\n  image nginx\r\n', /\}/)).not.toMatch(/[^\r]\n/);
  });

  it.each([
    ['container web\ncontainer side { network container:web; publish 9000:9|000 }', 'Remove `publish 9000:9000`'],
    [
      'container web\ncontainer side { network container:web; dns 198.51.100.5|3; image nginx }',
      'Remove `dns 198.51.100.53`',
    ],
    ['container web { network nowh|ere }', 'Declare the network `nowhere`'],
    ['network one { subnet 10.0.0.0/16 }\nnetwork tw|o { subnet 10.0.1.0/24 }', 'Replace with `10.10.0.0/24`'],
    ['network nn { option com.docker.network.bridge.gateway_mode_ipv4 iso|lated }', 'Make the network `internal`'],
  ])('of %s repair what Docker refuses, and are carried by the diagnostic', (source, title) => {
    const { text, position } = marked(source);
    const snapshot = open(text);
    const refused = snapshot.findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    const carried = diagnostics(snapshot).flatMap(({ data }) => (data as DiagnosticData | undefined)?.fixes ?? []);
    const found = carried.find((fix) => fix.title === title);
    const actions = codeActions(snapshot, { start: position, end: position });
    expect(actions.find((each) => each.title === title)?.edit?.changes?.[URI]).toEqual(found?.edits);
    const after = open(edited(text, found!.edits)).findings.filter(({ severity }) => severity === 'error');
    expect(after.map(({ code }) => code).filter((code) => refused.includes(code))).toEqual([]);
  });

  it('turn no expectation round without being asked to', () => {
    const { actions } = actionsAt('container web\nexpect web cannot rea|ch outside');
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.some(({ isPreferred }) => isPreferred)).toBe(false);
  });

  it('create a missing file where the client can', () => {
    const source = 'include "parts/ne|ts.dnet"';
    expect(actionsAt(source).actions.map(({ title }) => title)).toEqual(['Remove `include "parts/nets.dnet"`']);
    const [action] = actionsAt(source, { createsFiles: true }).actions;
    expect(action?.edit?.documentChanges).toEqual([
      {
        kind: 'create',
        uri: 'file:///workspace/parts/nets.dnet',
        options: { overwrite: false, ignoreIfExists: true },
      },
    ]);
    const outside = actionsAt('include "../ne|ts.dnet"', { createsFiles: true }).actions;
    expect(outside.map(({ title }) => title)).toEqual(['Remove `include "../nets.dnet"`']);
  });
});

describe('fix all', () => {
  const text =
    '|contianer web { imgae nginx; dns 10.0.0.1 10.0.0.2 }\nnetwork nn { subnet 10.0.0.7/24 }\nexpect web cannot reach outside\n';

  it('repairs every slip, and changes nothing that the lab says', () => {
    const { text: before, actions } = actionsAt(text, { only: ['source.fixAll'] });
    expect(actions.map(({ kind }) => kind)).toEqual([FIX_ALL]);
    expect(edited(before, actions[0]!.edit!.changes![URI]!)).toBe(
      'container web { image nginx; dns 10.0.0.1, 10.0.0.2 }\nnetwork nn { subnet 10.0.0.7/24 }\nexpect web cannot reach outside\n',
    );
  });

  it('is offered only when it is asked for, and where there is something to repair', () => {
    expect(actionsAt(text).actions.map(({ kind }) => kind)).not.toContain(FIX_ALL);
    expect(actionsAt('|stop web', { only: [FIX_ALL] }).actions).toEqual([]);
    expect(actionsAt(text, { only: ['source.organizeImports'] }).actions).toEqual([]);
  });
});
