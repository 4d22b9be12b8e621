/** Version of the product; a test holds it equal to package.json's. */
export const VERSION = '0.1.0';

/** Given by the bundler, and by it alone: `0.1.0+02f38c5`. */
declare const RELEASE_STAMP: string | undefined;

/** Which release this is; null = it runs from source. */
export const RELEASE: string | null = typeof RELEASE_STAMP === 'string' ? RELEASE_STAMP : null;
