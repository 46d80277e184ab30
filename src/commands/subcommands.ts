import { deleted } from './deleted';
import { dm } from './dm';
import { help } from './help';
import { accept, decline, invitations } from './invitations';
import { drop, parked, retry } from './parked';
import { plan } from './plan';
import { join } from './join';
import { link, unlink } from './linking';
import { leave, members } from './membership';
import { search } from './search';
import { status } from './status';
import { whois } from './whois';
import { ban, bridge, create, invite, kick, unban } from './rooms';
import type { Subcommand } from './subcommand';

/** Everything `/federation` can do. A harmless one comes first, because clients run the first offer on Enter. */
export const subcommands: readonly Subcommand[] = [
	help,
	dm,
	create,
	bridge,
	link,
	unlink,
	search,
	join,
	leave,
	members,
	whois,
	invite,
	kick,
	ban,
	unban,
	invitations,
	accept,
	decline,
	plan,
	status,
	parked,
	retry,
	drop,
	deleted,
];
