import { dm } from './dm';
import { help } from './help';
import { accept, decline, invitations } from './invitations';
import { drop, parked, retry } from './parked';
import { plan } from './plan';
import { status } from './status';
import { bridge, create } from './rooms';
import type { Subcommand } from './subcommand';

/** Everything `/federation` can do. A harmless one comes first, because clients run the first offer on Enter. */
export const subcommands: readonly Subcommand[] = [
	help,
	dm,
	create,
	bridge,
	invitations,
	accept,
	decline,
	plan,
	status,
	parked,
	retry,
	drop,
];
