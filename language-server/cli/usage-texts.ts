/** What commander says by itself, in the language that was chosen: headings of the help, and refusals. */
import { Command, type Help, type Option } from 'commander';
import { t, translatable } from '../l10n.ts';

const TITLES: readonly string[] = [
  translatable('Usage:'),
  translatable('Arguments:'),
  translatable('Options:'),
  translatable('Commands:'),
];

/** As commander words them (`lib/command.js`, `lib/suggestSimilar.js`); the first that fits counts. */
const REFUSALS: readonly string[] = [
  translatable("error: missing required argument '{0}'"),
  translatable("error: option '{0}' argument missing"),
  translatable("error: required option '{0}' not specified"),
  translatable("error: unknown option '{0}'"),
  translatable("error: unknown command '{0}'"),
  translatable("error: too many arguments for '{0}'. Expected 1 argument but got {1}."),
  translatable("error: too many arguments for '{0}'. Expected {1} arguments but got {2}."),
  translatable("error: option '{0}' argument '{1}' is invalid. {2}"),
  translatable('(Did you mean one of {0}?)'),
  translatable('(Did you mean {0}?)'),
];

const ALLOWED = translatable('Allowed choices are {0}.');

/** A command whose help and refusals are in the language that was chosen. */
export class TranslatedCommand extends Command {
  constructor(name?: string) {
    super(name);
    this.helpOption('-h, --help', t('display help for command'));
    this.configureHelp({
      styleTitle: (title) => (TITLES.includes(title) ? t(title) : title),
      optionDescription,
    });
  }

  override createCommand(name?: string): Command {
    return new TranslatedCommand(name);
  }

  override error(message: string, options?: { readonly exitCode?: number; readonly code?: string }): never {
    return super.error(message.split('\n').map(translated).join('\n'), options);
  }
}

/** The choices that there are, as `--engine` refuses another one too. */
export const allowedChoices = (choices: readonly string[]): string => ALLOWED.replace('{0}', choices.join(', '));

function translated(line: string): string {
  for (const template of REFUSALS) {
    const values = valuesIn(line, template);
    if (values) return filled(t(template), values.map(translatedChoices));
  }
  return line;
}

function translatedChoices(value: string): string {
  const choices = valuesIn(value, ALLOWED);
  return choices ? filled(t(ALLOWED), choices) : value;
}

/** What stands at the places of `{0}`, `{1}` … of a template; undefined for a text that is not made of it. */
function valuesIn(text: string, template: string): readonly string[] | undefined {
  const pattern = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\d\}/g, '(.*?)');
  return new RegExp(`^${pattern}$`).exec(text)?.slice(1);
}

const filled = (text: string, values: readonly string[]): string =>
  text.replace(/\{(\d)\}/g, (_, index) => values[Number(index)] ?? '');

function optionDescription(this: Help, { description, argChoices, defaultValue, required, optional }: Option): string {
  const choices = argChoices?.map((choice) => JSON.stringify(choice)).join(', ');
  const isShown = (required || optional) && typeof defaultValue === 'string';
  const more = [
    ...(choices ? [t`choices: ${choices}`] : []),
    ...(isShown ? [t`default: ${JSON.stringify(defaultValue)}`] : []),
  ];
  return more.length > 0 ? `${description} (${more.join(', ')})` : description;
}
