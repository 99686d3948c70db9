/** `syncproof show`: the documents as syncproof reads them. */
import { formatShow, type ShowFormat } from '../../documents';
import type { Context } from '../context';

export async function showCommand(
  context: Context,
  specs: readonly string[],
  options: { format: ShowFormat },
): Promise<number> {
  context.terminal.out(formatShow(await context.documents(specs), options.format));
  return 0;
}
