import { dm } from './dm';
import { help } from './help';
import { status } from './status';
import type { Subcommand } from './subcommand';

/** Everything `/federation` can do. */
export const subcommands: readonly Subcommand[] = [dm, status, help];
