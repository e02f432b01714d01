import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filled, withParticle } from '../../language-server/particles.ts';

const joined = (value: string, following: string) => value + withParticle(value, following);

describe('a Korean particle', () => {
  it('follows the last digit as it is read', () => {
    expect(joined('172.17.0.2', '은(는) 주소입니다.')).toBe('172.17.0.2는 주소입니다.');
    expect(joined('172.17.0.3', '은(는) 주소입니다.')).toBe('172.17.0.3은 주소입니다.');
    expect(joined('eth1', '(으)로 나갑니다.')).toBe('eth1로 나갑니다.');
    expect(joined('eth0', '(으)로 나갑니다.')).toBe('eth0으로 나갑니다.');
  });

  it('follows the last syllable, behind quotation marks too', () => {
    expect(joined('네트워크', '이(가) 없습니다.')).toBe('네트워크가 없습니다.');
    expect(joined('컨테이너의 이름', '을(를) 씁니다.')).toBe('컨테이너의 이름을 씁니다.');
    expect(joined('`web-2', '`과(와) 같습니다.')).toBe('`web-2`와 같습니다.');
    expect(joined('파일', '(으)로')).toBe('파일로');
  });

  it('stays open where nobody knows how a name is read', () => {
    expect(joined('web', '은(는) 실행 중입니다.')).toBe('web은(는) 실행 중입니다.');
  });

  it('is left alone in other languages', () => {
    expect(joined('web', ' is running.')).toBe('web is running.');
  });
});

describe('a text with values', () => {
  it('has the particle that each value wants, in the order of the translation', () => {
    expect(filled('{1}은(는) {0}에 있습니다.', ['lab1', '172.17.0.2'])).toBe('172.17.0.2는 lab1에 있습니다.');
    expect(filled('{0}을(를) {1}번 다시 시작했습니다.', ['서버', 4])).toBe('서버를 4번 다시 시작했습니다.');
  });

  it('keeps a place without a value', () => {
    expect(filled('{0} and {1}', ['one'])).toBe('one and {1}');
  });
});

it('every text of the extension goes that way', () => {
  const files = readdirSync(new URL('../../extension', import.meta.url), { recursive: true, encoding: 'utf8' });
  const direct = files.filter(
    (name) =>
      name.endsWith('.ts') &&
      name !== 'l10n.ts' &&
      /\bl10n\.t\(/.test(readFileSync(new URL(`../../extension/${name}`, import.meta.url), 'utf8')),
  );
  expect(direct).toEqual([]);
});
