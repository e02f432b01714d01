import { describe, expect, it } from 'vitest';
import { formatDocument, formatOnType, formatRange, styleOf } from '../../language-server/features/formatting.ts';
import { edited, marked, ranged } from '../cursor.ts';
import { open } from '../lab.ts';

const style = styleOf({ insertSpaces: true, tabSize: 2 }, { alignColumns: true });

/** The text after a character was typed before the cursor. */
function typed(source: string, character: '}' | '\n'): string {
  const { text, position } = marked(source);
  return edited(text, formatOnType(open(text), position, character, style));
}

describe('formatting', () => {
  it('sets a whole document, as the editor indents', () => {
    const text = 'container   web{\nimage nginx\n}\n\n\n\nnetwork n{internal}';
    expect(edited(text, formatDocument(open(text), style))).toBe(
      'container web {\n  image nginx\n}\n\nnetwork n { internal }\n',
    );
    const tabs = styleOf({ insertSpaces: false, tabSize: 8 }, { alignColumns: true });
    expect(edited(text, formatDocument(open(text), tabs))).toContain('{\n\timage nginx\n}');
  });

  it('sets the lines of a range and no others', () => {
    const { text, range } = ranged(
      'network   a\ncontainer web {\n    ima<|ge   nginx\n  publish  80:|>80\n network   a\n}\n',
    );
    expect(edited(text, formatRange(open(text), range, style))).toBe(
      'network   a\ncontainer web {\n  image nginx\n  publish 80:80\n network   a\n}\n',
    );
  });

  it('sets a block when it is closed', () => {
    expect(typed('network   a\n container web{\n image   nginx\n    }|\nnetwork  b\n', '}')).toBe(
      'network   a\ncontainer web {\n  image nginx\n}\nnetwork  b\n',
    );
    expect(typed('container a { network b{ip 10.0.0.1}| }\n', '}')).toBe('container a { network b { ip 10.0.0.1 } }\n');
  });

  it('sets a line when it is ended, and leaves the new line alone', () => {
    expect(typed('container web {\n    image   nginx\n    |\n}\n', '\n')).toBe(
      'container web {\n  image nginx\n    \n}\n',
    );
    expect(typed('stop   web\n\n\n|\nstop   db\n', '\n')).toBe('stop   web\n\n\n\nstop   db\n');
  });

  it('leaves what is broken alone while it is typed', () => {
    expect(typed('container   web {\n  |', '\n')).toBe('container   web {\n  ');
    expect(typed('stop   web,\n|', '\n')).toBe('stop   web,\n');
    expect(typed('}|', '}')).toBe('}');
  });
});
