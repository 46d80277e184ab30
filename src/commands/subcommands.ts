import { dm } from './dm';
import { help } from './help';
import { plan } from './plan';
import { status } from './status';
import type { Subcommand } from './subcommand';

/** Everything `/federation` can do, harmless things first: clients offer the first one to whoever presses Enter. */
export const subcommands: readonly Subcommand[] = [help, dm, plan, status];
