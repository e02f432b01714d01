/** How many there are of something, in words. */
import { t } from '../l10n.ts';

export const countOf = {
  files: (n: number) => (n === 1 ? t('1 file') : t`${n} files`),
  errors: (n: number) => (n === 1 ? t('1 error') : t`${n} errors`),
  warnings: (n: number) => (n === 1 ? t('1 warning') : t`${n} warnings`),
  notes: (n: number) => (n === 1 ? t('1 note') : t`${n} notes`),
  hints: (n: number) => (n === 1 ? t('1 hint') : t`${n} hints`),
};
