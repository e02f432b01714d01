import { describe, expect, it } from 'vitest';
import { renderTemplate, TemplateError } from '../../language-server/formats/go-template.ts';

const data = {
  Name: 'web',
  State: { Running: true, ExitCode: 0 },
  Networks: { n2: { IP: '10.0.0.2' }, n1: { IP: '10.0.0.1' } },
  Tags: ['a', 'b'],
  None: null,
};

describe('docker --format', () => {
  it.each([
    ['{{.Name}} {{.State.ExitCode}}', 'web 0'],
    ['{{json .Networks}}', '{"n2":{"IP":"10.0.0.2"},"n1":{"IP":"10.0.0.1"}}'],
    ['{{.State | json}}', '{"Running":true,"ExitCode":0}'],
    ['{{len .Networks}}', '2'],
    ['{{range $k, $v := .Networks}}{{$k}}={{$v.IP}} {{end}}', 'n1=10.0.0.1 n2=10.0.0.2 '],
    ['{{range .Networks}}{{.IP}},{{end}}', '10.0.0.1,10.0.0.2,'],
    ['{{if .State.Running}}up{{else}}down{{end}}', 'up'],
    ['{{with .None}}x{{else}}y{{end}}', 'y'],
    ['{{(index .Networks "n1").IP}}', undefined],
    ['{{index .Tags 1}} {{join .Tags "+"}} {{upper .Name}}', 'b a+b WEB'],
    ['{{.Missing}} {{.None}} {{.Tags}}', '<no value> <nil> [a b]'],
    ['a {{- .Name -}} b', 'awebb'],
  ])('%s', (template, wanted) => {
    if (wanted === undefined) expect(() => renderTemplate(template, data)).toThrow(TemplateError);
    else expect(renderTemplate(template, data)).toBe(wanted);
  });

  it('refuses a block that is never ended', () => {
    expect(() => renderTemplate('{{range .Tags}}', data)).toThrow(TemplateError);
    expect(() => renderTemplate('{{end}}', data)).toThrow(TemplateError);
  });
});
