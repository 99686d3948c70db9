/** What the operating system says where a file cannot be read or written. */

/** Errors of writing, which name no path: a full disk, a broken one, a used-up quota, a file or a disk that takes no more. */
const OF_WRITING: ReadonlySet<unknown> = new Set(['ENOSPC', 'EIO', 'EDQUOT', 'EFBIG', 'EROFS']);

/** Whether the operating system refused to read or write: its message says why, and a stack would not help. */
export function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return (
    error instanceof Error &&
    'syscall' in error &&
    ('path' in error || ('code' in error && OF_WRITING.has(error.code)))
  );
}
