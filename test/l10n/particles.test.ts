import { describe, expect, it } from 'vitest';
import { withParticle } from '../../language-server/particles.ts';

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
