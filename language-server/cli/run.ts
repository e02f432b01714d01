/** The commands of `dnet` with their options and help. */
import { CommanderError, InvalidArgumentError, Option } from 'commander';
import { version } from '../../package.json';
import { printThemes } from '../../webview/export/print-themes.ts';
import { InputError } from '../files.node.ts';
import { speak, t } from '../l10n.ts';
import { translationsFor } from '../server/locale.ts';
import { engineVersions } from '../simulation/engine-versions.ts';
import type { EngineVersion } from '../simulation/state.ts';
import { type CheckOptions, check, checkFormats, severities } from './check.ts';
import { type CompareFormat, compare, compareFormats } from './compare.ts';
import { diff } from './diff.ts';
import { type ExportOptions, exportFormats, exportLab } from './export.ts';
import { type FormatOptions, formatFiles } from './format.ts';
import { importScript } from './import.ts';
import { type MatrixFormat, matrix, matrixFormats } from './matrix.ts';
import { simulate } from './simulate.ts';
import { OK, type Output, WRONG_USAGE } from './status.ts';
import { trace } from './trace.ts';
import { allowedChoices, TranslatedCommand } from './usage-texts.ts';

/**
 * Runs one command line, without the program's name. Answers the exit status; throws nothing.
 * @param locale of the environment, such as `ko_KR.UTF-8`; the option `--locale` is heard first
 */
export function run(args: readonly string[], output: Output, locale?: string): number {
  speak(translationsFor(localeIn(args) ?? locale));
  return runCommand(args, output);
}

/** The same, in the language that is spoken already. */
export function runCommand(args: readonly string[], output: Output): number {
  let status = OK;
  const program = new TranslatedCommand('dnet')
    .description(t('Write a Docker network down, see who can talk to whom and why not, before you run anything.'))
    .version(version, '-v, --version', t('print the version'))
    .option('--locale <locale>', t('the language of what is said: en or ko; without it the one of the environment'))
    .helpCommand('help [command]', t('display help for command'))
    .exitOverride()
    .configureOutput({ writeOut: output.out, writeErr: output.err })
    .showHelpAfterError(t('(`dnet --help` shows how it is used)'))
    .addHelpText('after', `\n${t('A file named - is standard input.')}`)
    .addHelpText('after', examples(['dnet check lab.dnet', 'dnet simulate lab.dnet', 'dnet trace lab.dnet web db']));

  program
    .command('check')
    .description(t('Report mistakes, refusals of the Docker engine and failed expectations'))
    .argument('<file...>', t('.dnet files'))
    .addOption(format(...checkFormats))
    .addOption(new Option('--severity <level>', t('the least that is reported')).choices(severities).default('hint'))
    .addHelpText(
      'after',
      examples([
        'dnet check lab.dnet',
        'dnet check labs/*.dnet --format junit > results.xml',
        'dnet check labs/*.dnet --format github',
      ]),
    )
    .action((files: string[], options: CheckOptions) => {
      status = check(files, options, output);
    });

  program
    .command('format')
    .description(t('Set files in one style: white space alone, never what they mean'))
    .argument('<file...>', t('.dnet files'))
    .option('--check', t('write nothing, name the files that would change, and fail if there are any'))
    .addOption(new Option('--indent <width>', t('how far a block is indented')).choices(['2', '4', '8', 'tab']))
    .option('--no-align', t('do not set blocks and comments of successive lines below each other'))
    .addHelpText('after', examples(['dnet format lab.dnet', 'dnet format --check labs/*.dnet']))
    .action((files: string[], options: FormatOptions) => {
      status = formatFiles(files, options, output);
    });

  program
    .command('simulate')
    .description(t('Show what the Docker engine makes of a lab: addresses, interfaces, routes, names, verdicts'))
    .argument('<file>', t('a .dnet file, or a shell script of docker commands'))
    .addOption(new Option('--engine <version>', t('instead of the version in the file')).choices(engineVersions))
    .addOption(format('text', 'json'))
    .addHelpText(
      'after',
      examples(['dnet simulate lab.dnet', 'dnet simulate lab.dnet --format json', 'dnet simulate lab.sh --engine 28']),
    )
    .action((file: string, options: { format: string; engine?: string }) => {
      status = simulate(file, options, output);
    });

  program
    .command('trace')
    .description(t('Follow a packet hop by hop'))
    .argument('<file>', t('a .dnet file'))
    .argument('<from>', t('a container, `host` or `outside`'))
    .argument('<to>', t('a container, a name, an address, `host` or `outside`'))
    .option('--on <port[/protocol]>', t('a TCP or UDP port; without it the packet is a ping'))
    .option('--at <line>', t('the moment at which this line of the file has happened; without it the end of the file'))
    .addOption(format('text', 'json'))
    .option('--pin', t('write what becomes of it into the file, as an `expect` line'))
    .addHelpText(
      'after',
      examples(['dnet trace lab.dnet web db --on 5432/tcp', 'dnet trace lab.dnet outside host --on 8080 --at 12']),
    )
    .action(
      (
        file: string,
        from: string,
        to: string,
        options: { on?: string; at?: string; pin?: boolean; format: string },
      ) => {
        status = trace(file, { from, to, ...options }, output);
      },
    );

  program
    .command('matrix')
    .description(t('Show who can talk to whom: every pair, by ping and by every declared or published port'))
    .argument('<file>', t('a .dnet file'))
    .option('--at <line>', t('the moment at which this line of the file has happened; without it the end of the file'))
    .addOption(format(...matrixFormats))
    .addHelpText('after', examples(['dnet matrix lab.dnet', 'dnet matrix lab.dnet --at 12 --format csv > matrix.csv']))
    .action((file: string, options: { at?: string; format: MatrixFormat }) => {
      status = matrix(file, options, output);
    });

  program
    .command('import')
    .description(t('Write the lab that a shell script of docker commands builds'))
    .argument('<script>', t('a shell script'))
    .addHelpText('after', examples(['dnet import lab.sh > lab.dnet']))
    .action((script: string) => {
      status = importScript(script, output);
    });

  program
    .command('export')
    .description(t('Write a lab in the format of another program'))
    .argument('<file>', t('a .dnet file'))
    .addOption(
      new Option('--to <format>', t('a shell script of docker commands, or the topology as a picture or a diagram'))
        .choices(exportFormats)
        .makeOptionMandatory(),
    )
    .addOption(new Option('--theme <theme>', t('the colours of a picture')).choices(printThemes).default('light'))
    .addHelpText(
      'after',
      examples(['dnet export --to docker lab.dnet > lab.sh', 'dnet export --to svg --theme dark lab.dnet > lab.svg']),
    )
    .action((file: string, options: ExportOptions) => {
      status = exportLab(file, options, output);
    });

  program
    .command('diff')
    .description(t('Show who can talk to whom no more, or what another version of Docker Engine changes for a lab'))
    .argument('<file>', t('a .dnet file'))
    .argument('[other]', t('the file to compare it with'))
    .addOption(
      new Option('--engine <version>', t('given twice: the version now and the one to come (20.10, 28, 29)'))
        .argParser(collectVersion)
        .default([]),
    )
    .addOption(format(...compareFormats))
    .addHelpText(
      'after',
      examples([
        'dnet diff before.dnet after.dnet',
        'dnet diff before.dnet after.dnet --format markdown',
        'dnet diff lab.dnet --engine 20.10 --engine 29',
      ]),
    )
    .action((file: string, other: string | undefined, options: { engine: string[]; format: CompareFormat }) => {
      status = other === undefined ? diff(file, options, output) : compare(file, other, options, output);
    });

  try {
    program.parse(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof InputError) {
      output.err(`dnet: ${error.message}\n`);
      return WRONG_USAGE;
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? OK : WRONG_USAGE;
    throw error;
  }
}

/** Looked for before there is a parser, whose help is in that language too. */
function localeIn(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === '--locale' || arg.startsWith('--locale='));
  return at < 0 ? undefined : args[at] === '--locale' ? args[at + 1] : args[at]!.slice('--locale='.length);
}

function format(...choices: readonly [string, ...string[]]): Option {
  return new Option('--format <format>', t('how to print it')).choices(choices).default(choices[0]);
}

function collectVersion(version: string, before: readonly string[]): readonly string[] {
  if (!engineVersions.includes(version as EngineVersion)) {
    throw new InvalidArgumentError(allowedChoices(engineVersions));
  }
  return [...before, version];
}

function examples(lines: readonly string[]): string {
  return `\n${t('Examples:')}\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}
