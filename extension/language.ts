export const LANGUAGE_ID = 'dnet';

export const isLab = ({ languageId }: { readonly languageId: string }): boolean => languageId === LANGUAGE_ID;

export const SERVER_NAME = 'dnet Language Server';
