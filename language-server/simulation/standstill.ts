/** What is said of a container in which nothing runs. */
import { t } from '../l10n.ts';
import type { Container } from './state.ts';

/** The beginning of a sentence: `web has never been started`. */
export function standstill({ name, status }: Pick<Container, 'name' | 'status'>): string {
  if (status === 'paused') return t`${name} is paused`;
  return status === 'created' ? t`${name} has never been started` : t`${name} is not running (${t(status)})`;
}
