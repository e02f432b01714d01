export const LANGUAGE_ID = 'dnet';

export const SERVER_NAME = 'dnet Language Server';
